import { formatInterfaceAddress, vlanSetHas } from '../../model/index.js';
import type { Bridge, BridgePort, Device, Guest, Host, NetworkIndex, VlanSet } from '../../model/index.js';
import { marksOfNic } from '../devices/guest-nodes.js';
import { networksThrough } from '../devices/host-nodes.js';
import type { Mark } from '../graph.js';
import type { NetworkLabels } from '../network-labels.js';
import { table } from './command-line.js';
import type { Command, CommandLine } from './command-line.js';

interface Context {
  readonly index: NetworkIndex;
  readonly labels: NetworkLabels;
}

interface Row {
  readonly cells: readonly string[];
  readonly about?: Omit<CommandLine, 'text'>;
}

const commandOf = (text: string, heading: readonly string[] | undefined, rows: readonly Row[]): Command => {
  const texts = table([...(heading ? [heading] : []), ...rows.map(({ cells }) => cells)]);
  const abouts = [...(heading ? [undefined] : []), ...rows.map(({ about }) => about)];
  return {
    text,
    lines: texts.map((line, index) => ({ ...(abouts[index] ?? { marks: [] }), text: line })),
  };
};

const aboutDevice = (device: Device, { index, labels }: Context): Omit<CommandLine, 'text'> => ({
  element: device.id,
  marks: networksThrough(device, index).flatMap((id) => labels.ofNetwork(id) ?? []),
  origin: device.places.name,
  extent: device.places.whole,
});

/** `bond0.11@bond0`: the kernel names what a VLAN stands on. */
function linkName(device: Device, index: NetworkIndex): string {
  const parent = device.kind === 'vlan' ? index.device(device.parent.value) : undefined;
  return parent ? `${device.name}@${parent.name}` : device.name;
}

/** Addresses of the plan. What only exists at run time (link-local and DHCP addresses, vnetN) is not shown. */
export function ipAddresses(host: Host, context: Context): Command {
  const loopback: Row = { cells: ['lo', 'UNKNOWN', '127.0.0.1/8 ::1/128'] };
  const devices = host.devices.map((device): Row => {
    const addresses = device.addressing.addresses.map(({ value }) => formatInterfaceAddress(value));
    return {
      cells: [linkName(device, context.index), 'UP', addresses.join(' ')],
      about: aboutDevice(device, context),
    };
  });
  const bridges = host.virtualNetworks.flatMap((virtual): readonly Row[] => {
    if (virtual.kind === 'bridged') return [];
    const mark = context.labels.ofVirtualNetwork(virtual.name);
    const addresses = virtual.addresses.map(({ value }) => formatInterfaceAddress(value));
    const about = {
      element: virtual.id,
      marks: mark ? [mark] : [],
      origin: virtual.places.name,
      extent: virtual.places.whole,
    };
    return [{ cells: [virtual.bridge.value, 'UP', addresses.join(' ')], about }];
  });
  return commandOf('ip -br addr', undefined, [loopback, ...devices, ...bridges]);
}

/** iproute2 prints runs of VLANs as `100-199`; flags stand behind the VLAN that they are about. */
function vlanCells(tagged: VlanSet, native: number): readonly string[] {
  const isInside = vlanSetHas(tagged, native);
  const lines: { readonly first: number; readonly text: string }[] = [];
  for (const { first, last } of tagged) {
    const text = first === last ? `${first}` : `${first}-${last}`;
    if (native < first || native > last) lines.push({ first, text });
    else {
      if (first < native)
        lines.push({ first, text: first === native - 1 ? `${first}` : `${first}-${native - 1}` });
      lines.push({ first: native, text: `${native} PVID Egress Untagged` });
      if (native < last) {
        lines.push({ first: native + 1, text: native + 1 === last ? `${last}` : `${native + 1}-${last}` });
      }
    }
  }
  if (native > 0 && !isInside) lines.push({ first: native, text: `${native} PVID Egress Untagged` });
  return lines.sort((a, b) => a.first - b.first).map(({ text }) => text);
}

function portVlans(bridge: Bridge, port: BridgePort | undefined): readonly string[] {
  const tagged = port?.trunk?.value ?? bridge.vlans?.value ?? [];
  return vlanCells(tagged, port?.native?.value ?? bridge.pvid?.value ?? 0);
}

/** Only VLAN-aware bridges have anything to say here: the others pass every tag. */
export function bridgeVlans(host: Host, context: Context): Command | undefined {
  const rows = host.devices.flatMap((bridge): readonly Row[] => {
    if (bridge.kind !== 'bridge' || !bridge.vlanAware.value) return [];
    return context.index.portsOf(bridge.id).flatMap((device) => {
      const port = bridge.ports.find((candidate) => candidate.device === device.id);
      const about = aboutDevice(device, context);
      return portVlans(bridge, port).map((vlan, index): Row => ({
        cells: [index === 0 ? device.name : '', vlan],
        about,
      }));
    });
  });
  return rows.length === 0 ? undefined : commandOf('bridge vlan', ['port', 'vlan-id'], rows);
}

const NM_TYPES = { nic: 'ethernet', bond: 'bond', vlan: 'vlan', bridge: 'bridge' } as const;

/** Each device has one profile of its own name. */
export function connections(host: Host, context: Context): Command {
  const rows = host.devices.map((device): Row => ({
    cells: [device.name, NM_TYPES[device.kind], device.name],
    about: aboutDevice(device, context),
  }));
  return commandOf('nmcli -f NAME,TYPE,DEVICE con', ['NAME', 'TYPE', 'DEVICE'], rows);
}

export function virtualNetworks(host: Host, { labels }: Context): Command | undefined {
  const rows = host.virtualNetworks.map((virtual): Row => {
    const mark: Mark | undefined =
      virtual.kind === 'bridged' ? labels.ofNetwork(virtual.network) : labels.ofVirtualNetwork(virtual.name);
    return {
      cells: [` ${virtual.name}`, 'active', virtual.autostart.value ? 'yes' : 'no', 'yes'],
      about: {
        element: virtual.id,
        marks: mark ? [mark] : [],
        origin: virtual.places.name,
        extent: virtual.places.whole,
      },
    };
  });
  return rows.length === 0
    ? undefined
    : commandOf('virsh net-list', [' Name', 'State', 'Autostart', 'Persistent'], rows);
}

/** The TAP's name is libvirt's: `vnetN` with the next free number when the guest starts. */
export function guestInterfaces(guest: Guest, { labels }: Context): Command {
  const rows = guest.nics.map((nic): Row => ({
    cells: [' vnetN', nic.attachment.kind, nic.attachment.name, nic.model.value, nic.mac.value],
    about: {
      element: nic.id,
      marks: marksOfNic(nic, labels),
      origin: nic.places.name,
      extent: nic.places.whole,
    },
  }));
  return commandOf(`virsh domiflist ${guest.name}`, [' Interface', 'Type', 'Source', 'Model', 'MAC'], rows);
}
