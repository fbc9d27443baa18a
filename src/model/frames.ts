import type { Bridge, Device } from './device.js';
import type { GuestNic } from './guest.js';
import type { NetworkIndex } from './network-index.js';
import { singleVlan, vlanSet, vlanSetHas, vlanSetMinus } from './vlan-set.js';
import type { VlanSet } from './vlan-set.js';

/** Which Ethernet frames pass a point. Inside a VLAN-aware bridge every frame belongs to a VLAN: nothing is untagged there. */
export interface Frames {
  readonly untagged: boolean;
  readonly tagged: VlanSet;
}

export const UNTAGGED: Frames = { untagged: true, tagged: [] };
export const NO_FRAMES: Frames = { untagged: false, tagged: [] };

export const tagged = (vlans: VlanSet): Frames => ({ untagged: false, tagged: vlans });

export const hasFrames = ({ untagged, tagged: vlans }: Frames): boolean => untagged || vlans.length > 0;

const common = (a: VlanSet, b: VlanSet): VlanSet => vlanSetMinus(a, vlanSetMinus(a, b));

export const bothFrames = (a: Frames, b: Frames): Frames => ({
  untagged: a.untagged || b.untagged,
  tagged: vlanSet([...a.tagged, ...b.tagged]),
});

/** Frames at the guest's end of its NIC. */
export function framesOfGuest({ trunk, native }: GuestNic): Frames {
  if (!trunk) return UNTAGGED;
  return {
    untagged: native !== undefined,
    tagged: native ? vlanSetMinus(trunk.value, singleVlan(native.value)) : trunk.value,
  };
}

/** What a guest's frames are inside the bridge that its TAP is a port of. */
export function framesInBridge(nic: GuestNic, bridge: Bridge): Frames {
  if (!bridge.vlanAware.value) return framesOfGuest(nic);
  if (nic.trunk) {
    return tagged(vlanSet([...nic.trunk.value, ...(nic.native ? singleVlan(nic.native.value) : [])]));
  }
  const access = nic.vlan?.value ?? bridge.pvid?.value ?? 0;
  return access > 0 ? tagged(singleVlan(access)) : NO_FRAMES;
}

/** Everything that a bridge lets through. */
export function framesOfBridge(bridge: Bridge): Frames {
  if (!bridge.vlanAware.value) return UNTAGGED;
  const pvid = bridge.pvid?.value ?? 0;
  return tagged(vlanSet([...(bridge.vlans?.value ?? []), ...(pvid > 0 ? singleVlan(pvid) : [])]));
}

/** VLANs that a port of a VLAN-aware bridge lets through; `native` is the untagged one, 0 when untagged frames are dropped. */
export interface PortVlans {
  readonly trunk: VlanSet;
  readonly native: number;
}

/** A port that is not written out trunks what the bridge has. A trunk that names the bridge's untagged VLAN has it tagged. */
export function vlansOfPort(bridge: Bridge, port: Device): PortVlans {
  const written = bridge.ports.find(({ device }) => device === port.id);
  const pvid = bridge.pvid?.value ?? 0;
  const tagsIt = written?.trunk !== undefined && vlanSetHas(written.trunk.value, pvid);
  const native = written?.native?.value ?? (tagsIt ? 0 : pvid);
  const trunk = written?.trunk?.value ?? bridge.vlans?.value ?? [];
  return { trunk: native === 0 ? trunk : vlanSetMinus(trunk, singleVlan(native)), native };
}

/** Frames of the bridge on the wire of one of its ports. */
export function framesAtPort(bridge: Bridge, port: Device, inside: Frames): Frames {
  if (!bridge.vlanAware.value) return inside;
  const { trunk, native } = vlansOfPort(bridge, port);
  return {
    untagged: native > 0 && vlanSetHas(inside.tagged, native),
    tagged: common(trunk, inside.tagged),
  };
}

/** A device nearer to the wire, and the frames that reach it. */
export interface Below {
  readonly device: Device;
  readonly frames: Frames;
}

/** Where frames go from a device towards the wire. Empty for a NIC, and where a bridge has no uplink. */
export function below(device: Device, frames: Frames, index: NetworkIndex): readonly Below[] {
  switch (device.kind) {
    case 'nic':
      return [];
    case 'bond':
      return device.ports.flatMap(({ value }) => {
        const port = index.device(value);
        return port ? [{ device: port, frames }] : [];
      });
    case 'vlan': {
      const parent = index.device(device.parent.value);
      // Frames that have a tag already get a second one outside of it: on the wire the outer one counts.
      return parent ? [{ device: parent, frames: tagged(singleVlan(device.vlanId.value)) }] : [];
    }
    case 'bridge':
      return index
        .portsOf(device.id)
        .map((port) => ({ device: port, frames: framesAtPort(device, port, frames) }));
  }
}
