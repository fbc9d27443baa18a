import { assertNever, framesInBridge, framesOfGuest, routeDevices, UNTAGGED } from '../../model/index.js';
import type { ElementId, Guest, GuestNic, ManagedNetwork, Plug } from '../../model/index.js';
import { addressLines } from '../devices/describe-addressing.js';
import { rateText } from '../devices/describe-guest.js';
import { virtualKindText } from '../devices/describe-virtual-network.js';
import { marksOfNic, plugId } from '../devices/guest-nodes.js';
import { downHops, endHop, framesThrough } from './down-hops.js';
import type { PathContext } from './down-hops.js';
import { framesText } from './frames-text.js';
import type { PathHop } from './packet-path.js';

/** From a guest's NIC to the wire: once where the host is known, once per host of its pool otherwise. */
export function guestHops(guest: Guest, nic: GuestNic, context: PathContext): readonly PathHop[] {
  const { index } = context;
  const { placement } = guest;
  const plugs = guest.hosts.map((host) => ({ host, plug: index.plugOf(nic, host) }));
  const [only] = plugs;
  const known = plugs.find(({ plug }) => plug)?.plug;
  const own = ownHops(guest, nic, mtuOf(nic, known), context);
  if (placement.kind === 'host') {
    return only?.plug
      ? [...own, ...plugHops(nic, only.plug, 0, context)]
      : [...own, { ...endHop(0, 'not connected', missingText(nic, only?.host, context)), isBroken: true }];
  }
  const tap = own.at(-1);
  return [
    ...(tap ? [...own.slice(0, -1), { ...tap, ids: [...tap.ids, ...plugOfPool(guest, nic)] }] : own),
    ...plugs.flatMap(({ host, plug }): readonly PathHop[] => [
      hostHop(host, context),
      ...(plug
        ? plugHops(nic, plug, 1, context)
        : [{ ...endHop(1, 'not connected', missingText(nic, host, context)), isBroken: true as const }]),
    ]),
  ];
}

/** What every host of a pool must have for its guest, drawn beside it. */
const plugOfPool = ({ placement }: Guest, nic: GuestNic): readonly ElementId[] =>
  placement.kind === 'pool' ? [plugId({ id: placement.pool }, nic)] : [];

export function hostHop(id: ElementId, { index }: PathContext): PathHop {
  const host = index.host(id);
  return {
    depth: 0,
    kind: 'host',
    label: `on ${host?.name ?? id}`,
    ids: [id],
    notes: [],
    marks: [],
    ...(host && { origin: host.places.name }),
  };
}

function missingText({ attachment }: GuestNic, host: ElementId | undefined, { index }: PathContext): string {
  const name = host === undefined ? undefined : index.host(host)?.name;
  return name === undefined
    ? 'its host or pool is not declared'
    : `${name} has no ${attachment.kind} ${attachment.name}`;
}

/** What libvirt gives the TAP: what is written, else the bridge's. */
const mtuOf = (nic: GuestNic, plug: Plug | undefined): number | undefined =>
  nic.mtu?.value ?? plug?.bridge?.mtu.value ?? managedOf(plug)?.mtu.value;

const managedOf = (plug: Plug | undefined): ManagedNetwork | undefined =>
  plug?.kind === 'virtual-network' && plug.virtualNetwork.kind !== 'bridged'
    ? plug.virtualNetwork
    : undefined;

function ownHops(
  guest: Guest,
  nic: GuestNic,
  mtu: number | undefined,
  context: PathContext,
): readonly PathHop[] {
  const { bandwidth } = nic;
  const frames = framesText(framesOfGuest(nic));
  const common = {
    depth: 0,
    frames,
    ...(mtu !== undefined && { mtu }),
    marks: marksOfNic(guest, nic, context),
    origin: nic.places.name,
  };
  return [
    {
      ...common,
      kind: 'guest-nic',
      label: `${guest.name} · ${nic.name}`,
      ids: [nic.id, guest.id],
      notes: [
        nic.mac.value,
        ...(nic.model.value === 'virtio' ? [] : [nic.model.value]),
        ...(nic.link?.value === false ? ['link down: nothing passes'] : []),
      ],
    },
    {
      ...common,
      kind: 'tap',
      label: 'TAP',
      ids: [`${nic.id}/tap`],
      notes: [
        ...(nic.vlan ? [`access VLAN ${nic.vlan.value}`] : []),
        ...(nic.native ? [`native VLAN ${nic.native.value}`] : []),
        ...(bandwidth?.in ? [`in at most ${rateText(bandwidth.in.average.value)}`] : []),
        ...(bandwidth?.out ? [`out at most ${rateText(bandwidth.out.average.value)}`] : []),
        ...(nic.filter ? [`filter ${nic.filter.value}`] : []),
      ],
    },
  ];
}

function plugHops(nic: GuestNic, plug: Plug, depth: number, context: PathContext): readonly PathHop[] {
  if (plug.bridge) {
    // The bridge stands for libvirt's name of it.
    const hops = downHops(plug.bridge, framesInBridge(nic, plug.bridge), depth, context);
    const [bridge, ...others] = hops;
    const stands = plug.kind === 'virtual-network' ? [plug.virtualNetwork.id] : [];
    return bridge ? [{ ...bridge, ids: [...bridge.ids, ...stands] }, ...others] : hops;
  }
  const managed = managedOf(plug);
  return managed ? virtualHops(managed, depth, context) : [];
}

/** A network that libvirt makes, and how packets go on from there. */
export function virtualHops(
  virtual: ManagedNetwork,
  depth: number,
  context: PathContext,
): readonly PathHop[] {
  const mark = context.labels.ofVirtualNetwork(virtual.name);
  const own: PathHop = {
    depth,
    kind: 'virtual-network',
    label: virtual.name,
    ids: [virtual.id],
    frames: 'untagged',
    mtu: virtual.mtu.value,
    notes: [virtualKindText(virtual.kind), `bridge ${virtual.bridge.value}`],
    marks: mark ? [mark] : [],
    origin: virtual.places.name,
  };
  const host = context.index.host(virtual.host)?.name ?? 'the host';
  switch (virtual.kind) {
    case 'isolated':
      return [own, endHop(depth, 'ends here', `packets stay on ${host}`)];
    case 'nat':
    case 'routed': {
      const devices = routeDevices(virtual, context.index);
      const how = virtual.kind === 'nat' ? `translated to an address of ${host}` : `routed by ${host}`;
      if (devices.length === 0)
        return [own, endHop(depth, 'routing table', `${how}, wherever its routes lead`)];
      const inner = devices.length > 1 ? depth + 1 : depth;
      return [
        own,
        ...devices.flatMap((device) => {
          const frames = device.kind === 'bridge' ? framesThrough(device, context.index) : UNTAGGED;
          const [first, ...others] = downHops(device, frames, inner, context);
          const from = addressLines(device.addressing).slice(0, 1);
          return first ? [{ ...first, notes: [how, ...from, ...first.notes] }, ...others] : [];
        }),
      ];
    }
    default:
      return assertNever(virtual.kind);
  }
}

/** NICs of guests that are plugged into something, as one hop. */
export function guestsHop(
  nics: readonly { readonly guest: Guest; readonly nic: GuestNic }[],
  depth: number,
  context: PathContext,
): readonly PathHop[] {
  const [first] = nics;
  if (!first) return [];
  const names = nics.map(({ guest, nic }) => `${guest.name} · ${nic.name}`);
  const shown =
    names.length <= MOST_NAMES
      ? names
      : [...names.slice(0, MOST_NAMES - 1), `${names.length - MOST_NAMES + 1} more`];
  return [
    {
      depth,
      kind: 'guest-nic',
      label: shown.join(', '),
      ids: nics.flatMap(({ guest, nic }) => [nic.id, guest.id, `${nic.id}/tap`, ...plugOfPool(guest, nic)]),
      frames: framesText(framesOfGuest(first.nic)),
      notes: [],
      marks: marksOfNic(first.guest, first.nic, context),
      origin: first.nic.places.name,
    },
  ];
}
const MOST_NAMES = 6;
