import { framesOfBridge, lanId, UNTAGGED } from '../../model/index.js';
import type {
  Device,
  ElementId,
  Frames,
  Guest,
  GuestNic,
  LogicalNetwork,
  NetworkIndex,
} from '../../model/index.js';
import { addressLines } from '../devices/describe-addressing.js';
import { labelNetworks, vlanTextOf } from '../network-labels.js';
import type { NetworkLabels } from '../network-labels.js';
import { deviceHop, downHops, endHop, framesThrough } from './down-hops.js';
import type { PathContext } from './down-hops.js';
import { guestHops, guestsHop, hostHop, virtualHops } from './guest-hops.js';
import type { PacketPath, PathHop } from './packet-path.js';

/**
 * The way of packets through an element: a guest's NIC, a guest, a network, a device, the LAN behind one, a virtual network.
 * undefined for whatever packets do not pass (a host, a pool).
 */
export function findPath(
  index: NetworkIndex,
  id: ElementId,
  labels: NetworkLabels = labelNetworks(index.network),
): PacketPath | undefined {
  const context = { index, labels };
  const found = hopsOf(id, context);
  if (!found) return undefined;
  const { title, hops, also = [], chain = hops } = found;
  return {
    id,
    title,
    summary: summaryOf(chain),
    hops,
    elements: [...new Set([...hops.flatMap(({ ids }) => ids), ...also])],
  };
}

interface Found {
  readonly title: string;
  readonly hops: readonly PathHop[];
  /** The hops that a single packet passes one after the other, where that is not all of them. */
  readonly chain?: readonly PathHop[];
  /** Lights up without being a hop. */
  readonly also?: readonly ElementId[];
}

function hopsOf(id: ElementId, context: PathContext): Found | undefined {
  const { index } = context;
  const logical = index.logicalNetwork(id);
  if (logical) return networkPath(logical, context);
  const device = index.device(id.endsWith('/outside') ? id.slice(0, id.lastIndexOf('/')) : id);
  if (device) return devicePath(device, context);
  const virtual = index.virtualNetwork(id);
  if (virtual?.kind === 'bridged') {
    const bridge = index.device(virtual.device);
    return bridge && devicePath(bridge, context);
  }
  if (virtual) {
    const guests = pluggedInto(virtual.id, virtual.host, index);
    return {
      title: `${virtual.name} on ${index.host(virtual.host)?.name ?? '?'}`,
      hops: [...guestsHop(guests, 0, context), ...virtualHops(virtual, 0, context)],
    };
  }
  return guestPath(id, context);
}

function guestPath(id: ElementId, context: PathContext): Found | undefined {
  const guestId = id.replace(/\/nic\/.*$/, '');
  const guest = context.index.guest(guestId);
  if (!guest) return undefined;
  const wanted = id.replace(/\/tap$/, '');
  const nics = wanted === guestId ? guest.nics : guest.nics.filter((nic) => nic.id === wanted);
  if (nics.length === 0) return undefined;
  const [first] = nics;
  return {
    title: nics.length === 1 && first ? `${guest.name} · ${first.name}` : `guest ${guest.name}`,
    hops: nics.flatMap((nic) => guestHops(guest, nic, context)),
  };
}

function networkPath(logical: LogicalNetwork, context: PathContext): Found {
  const { index } = context;
  const hops = index.devicesOf(logical.id).flatMap((device) => {
    const frames = framesOfNetwork(logical, device);
    const addresses = addressLines(device.addressing);
    const host = index.host(device.host)?.name ?? '';
    const [own, ...others] = downHops(device, frames, 1, context);
    const guests = pluggedInto(device.id, device.host, index).filter(
      ({ nic }) => nic.attachment.kind === 'bridge' || nic.attachment.network === logical.id,
    );
    return [
      hostHop(device.host, context),
      ...guestsHop(guests, 1, context),
      ...(own
        ? [{ ...own, notes: [...addresses.map((address) => `${host} is ${address}`), ...own.notes] }]
        : []),
      ...others,
    ];
  });
  const title = `network ${logical.name}, ${vlanTextOf(logical)}`;
  if (hops.length === 0)
    return { title, hops: [endHop(0, 'nowhere', 'no host carries it')], also: [logical.id] };
  return { title, hops, also: [logical.id] };
}

/** Frames of a network on the device that is its top one. A bridge that knows VLANs has them inside. */
const framesOfNetwork = ({ vlan, vlans }: LogicalNetwork, device: Device): Frames => {
  if (device.kind !== 'bridge' || !device.vlanAware.value) return UNTAGGED;
  const own = vlans?.value ?? (vlan ? [{ first: vlan.value, last: vlan.value }] : undefined);
  return own ? { untagged: false, tagged: own } : framesOfBridge(device);
};

function devicePath(device: Device, context: PathContext): Found {
  const { index } = context;
  const host = index.host(device.host)?.name ?? '?';
  const users = usersOf(device, index);
  const chain = downHops(device, framesThrough(device, index), 0, context).map((hop, place) =>
    place === 0 ? { ...hop, notes: [...addressLines(device.addressing), ...hop.notes] } : hop,
  );
  const hops = [
    ...users.flatMap((user): readonly PathHop[] => [
      ...guestsHop(pluggedInto(user.id, user.host, index), 1, context),
      ...(user === device
        ? []
        : [deviceHop(user, framesThrough(user, index), 1, context, addressLines(user.addressing))]),
    ]),
    ...chain,
  ];
  // Between a user and the device may stand others, such as the VLAN below a bridge.
  const between = users.flatMap((user) => wayUp(user, device, index));
  return { title: `${device.name} on ${host}`, hops, chain, also: [...between, ...lansOf(device, index)] };
}

/** A port of a bond leads to the LAN of its bond. */
const lansOf = (device: Device, index: NetworkIndex): readonly ElementId[] => {
  const controller = device.controller === undefined ? undefined : index.device(device.controller);
  return controller?.kind === 'bond' ? [lanId(controller.id)] : [];
};

/** The topmost devices that stand on one: bridges, VLAN devices and bonds that nothing else stands on; itself when nothing does. */
function usersOf(device: Device, index: NetworkIndex, seen: readonly ElementId[] = []): readonly Device[] {
  if (seen.includes(device.id)) return [];
  const next = [...seen, device.id];
  const above = standingOn(device, index);
  if (above.length === 0) return [device];
  return above.flatMap((user) => usersOf(user, index, next));
}

const standingOn = (device: Device, index: NetworkIndex): readonly Device[] => {
  const controller = device.controller === undefined ? undefined : index.device(device.controller);
  return [...(controller ? [controller] : []), ...index.vlansOn(device.id)];
};

/** Ids on the way from a device up to one of its users, both included. */
function wayUp(
  user: Device,
  device: Device,
  index: NetworkIndex,
  seen: readonly ElementId[] = [],
): readonly ElementId[] {
  if (user.id === device.id) return [device.id];
  if (seen.includes(device.id)) return [];
  return standingOn(device, index).flatMap((above) => {
    const rest = wayUp(user, above, index, [...seen, device.id]);
    return rest.length > 0 ? [device.id, ...rest] : [];
  });
}

function pluggedInto(
  id: ElementId,
  host: ElementId,
  index: NetworkIndex,
): readonly { readonly guest: Guest; readonly nic: GuestNic }[] {
  return index.guestsOn(host).flatMap((guest) =>
    guest.nics.flatMap((nic) => {
      const plug = index.plugOf(nic, host);
      const target =
        plug?.bridge?.id ?? (plug?.kind === 'virtual-network' ? plug.virtualNetwork.id : undefined);
      return target === id ? [{ guest, nic }] : [];
    }),
  );
}

function summaryOf(hops: readonly PathHop[]): string {
  const broken = hops.find(({ isBroken }) => isBroken);
  if (broken) return `Packets do not get through: ${broken.notes.join(', ')}.`;
  const sized = hops.filter((hop): hop is SizedHop => hop.mtu !== undefined);
  const [first] = sized;
  if (!first) return '';
  const narrow = sized.find((hop, index) => {
    const before = sized[index - 1];
    return before && before.depth >= hop.depth && before.mtu > hop.mtu && before.kind !== 'nic';
  });
  const least = sized.reduce((size, { mtu }) => Math.min(size, mtu), first.mtu);
  return narrow
    ? `Packets above ${narrow.mtu} bytes are lost at ${narrow.label}.`
    : `Packets of up to ${least} bytes get through.`;
}

type SizedHop = PathHop & { readonly mtu: number };
