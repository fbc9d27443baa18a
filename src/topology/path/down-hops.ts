import {
  below,
  bothFrames,
  framesOfBridge,
  hasAddress,
  hasFrames,
  lanId,
  NO_FRAMES,
  UNTAGGED,
} from '../../model/index.js';
import type { Bond, Device, Frames, NetworkIndex } from '../../model/index.js';
import { networksThrough } from '../devices/host-nodes.js';
import type { Mark } from '../graph.js';
import type { NetworkLabels } from '../network-labels.js';
import { framesInside, framesText } from './frames-text.js';
import type { PathHop } from './packet-path.js';

export interface PathContext {
  readonly index: NetworkIndex;
  readonly labels: NetworkLabels;
}

export const marksOfDevice = (device: Device, { index, labels }: PathContext): readonly Mark[] =>
  networksThrough(device, index).flatMap((id) => labels.ofNetwork(id) ?? []);

export function deviceHop(
  device: Device,
  frames: Frames,
  depth: number,
  context: PathContext,
  notes: readonly string[] = [],
): PathHop {
  return {
    depth,
    kind: device.kind,
    label: device.name,
    ids: [device.id],
    frames: device.kind === 'bridge' ? framesInside(device, frames) : framesText(frames),
    mtu: device.mtu.value,
    notes,
    marks: marksOfDevice(device, context),
    origin: device.places.name,
  };
}

/** From a device, itself included, to everything that it leaves its host by. */
export function downHops(
  device: Device,
  frames: Frames,
  depth: number,
  context: PathContext,
  seen: readonly string[] = [],
): readonly PathHop[] {
  if (seen.includes(device.id)) return [];
  const next = [...seen, device.id];
  switch (device.kind) {
    case 'nic':
      return [deviceHop(device, frames, depth, context), lanHop([device], device, frames, depth)];
    case 'bond':
      return [
        deviceHop(device, frames, depth, context, [device.mode.value]),
        ...bondHops(device, frames, depth, context),
      ];
    case 'vlan': {
      // What leaves a VLAN device without a tag has one below it.
      const own = deviceHop(device, frames, depth, context, [`tags VLAN ${device.vlanId.value}`]);
      const ways = below(device, frames, context.index);
      return [own, ...ways.flatMap((way) => downHops(way.device, way.frames, depth, context, next))];
    }
    case 'bridge': {
      const ways = below(device, frames, context.index);
      const open = ways.filter((way) => hasFrames(way.frames));
      const own = deviceHop(device, frames, depth, context);
      if (ways.length === 0) return [own, endHop(depth, 'no uplink', 'packets stay on the host')];
      if (open.length === 0) {
        const ports = ways.map((way) => way.device.name).join(', ');
        return [own, { ...endHop(depth, 'dropped', `${ports} does not carry these VLANs`), isBroken: true }];
      }
      const inner = open.length > 1 ? depth + 1 : depth;
      return [own, ...open.flatMap((way) => downHops(way.device, way.frames, inner, context, next))];
    }
  }
}

/** Ports of a bond stand in one hop: a packet takes one of them. */
function bondHops(bond: Bond, frames: Frames, depth: number, context: PathContext): readonly PathHop[] {
  const ports = bond.ports.flatMap(({ value }) => context.index.device(value) ?? []);
  const [first] = ports;
  if (!first) return [{ ...endHop(depth, 'no port', `${bond.name} has none`), isBroken: true }];
  const smallest = ports.reduce((least, { mtu }) => Math.min(least, mtu.value), Infinity);
  return [
    {
      depth,
      kind: 'nic',
      label: ports.map(({ name }) => name).join(', '),
      ids: ports.map(({ id }) => id),
      frames: framesText(frames),
      mtu: smallest,
      notes: portNotes(bond, ports),
      marks: [],
      origin: first.places.name,
    },
    lanHop(ports, bond, frames, depth),
  ];
}

function portNotes(bond: Bond, ports: readonly Device[]): readonly string[] {
  if (ports.length < 2) return [];
  switch (bond.mode.value) {
    case 'active-backup': {
      const primary = ports.find(({ id }) => id === bond.options.primary?.value);
      const others = ports.filter((port) => port !== primary).map(({ name }) => name);
      return primary
        ? [`${primary.name} carries, ${others.join(', ')} ${others.length === 1 ? 'waits' : 'wait'}`]
        : ['one carries, the others wait'];
    }
    case 'broadcast':
      return ['each carries every packet'];
    case 'balance-rr':
      return ['packets take turns'];
    case '802.3ad':
    case 'balance-xor':
      return [`each flow takes one of them (hash ${bond.options.hash?.value ?? 'layer2'})`];
    case 'balance-tlb':
    case 'balance-alb':
      return ['each flow takes one of them'];
  }
}

const lanHop = (nics: readonly Device[], device: Device, frames: Frames, depth: number): PathHop => ({
  depth,
  kind: 'outside',
  label: 'LAN',
  ids: [lanId(device.id)],
  frames: framesText(frames),
  notes: nics.length > 1 ? ['the switch has to carry this on each of these ports'] : [],
  marks: [],
  origin: device.places.name,
});

export const endHop = (depth: number, label: string, note: string): PathHop => ({
  depth,
  kind: 'end',
  label,
  ids: [],
  notes: [note],
  marks: [],
});

/** All frames that pass a device, whoever sends them: its own, those of the VLANs on it, those of its bridge. */
export function framesThrough(device: Device, index: NetworkIndex, seen: readonly string[] = []): Frames {
  if (seen.includes(device.id)) return NO_FRAMES;
  const next = [...seen, device.id];
  if (device.kind === 'bridge') return framesOfBridge(device);
  const controller = device.controller === undefined ? undefined : index.device(device.controller);
  const up = controller ? [controller] : [];
  const users = [...up, ...index.vlansOn(device.id)];
  const above = users.flatMap((user) =>
    below(user, framesThrough(user, index, next), index).filter((way) => way.device.id === device.id),
  );
  const isUsed = device.networks.length > 0 || hasAddress(device.addressing) || users.length === 0;
  const own: Frames = isUsed ? UNTAGGED : NO_FRAMES;
  return above.reduce((sum, way) => bothFrames(sum, way.frames), own);
}
