import { formatInterfaceAddress } from '../../model/index.js';
import type {
  Device,
  Guest,
  GuestNic,
  Host,
  ManagedNetwork,
  NetworkIndex,
  VirtualNetwork,
} from '../../model/index.js';
import { marksOfNic } from '../devices/guest-nodes.js';
import { networksThrough } from '../devices/host-nodes.js';
import type { Mark } from '../graph.js';
import type { NetworkLabels } from '../network-labels.js';
import { bridgeVlanCells, PLAIN, portVlanCells } from './bridge-vlan-lines.js';
import { fixedColumns, nmcliTable, shellWord, virshTable } from './command-line.js';
import type { Command, CommandLine, Row } from './command-line.js';

interface Context {
  readonly index: NetworkIndex;
  readonly labels: NetworkLabels;
}

const aboutDevice = (device: Device, { index, labels }: Context): Omit<CommandLine, 'text'> => ({
  element: device.id,
  marks: networksThrough(device, index).flatMap((id) => labels.ofNetwork(id) ?? []),
  origin: device.places.name,
  extent: device.places.whole,
});

const aboutVirtual = (virtual: VirtualNetwork, mark: Mark | undefined): Omit<CommandLine, 'text'> => ({
  element: virtual.id,
  marks: mark ? [mark] : [],
  origin: virtual.places.name,
  extent: virtual.places.whole,
});

const managedOn = ({ virtualNetworks }: Host): readonly ManagedNetwork[] =>
  virtualNetworks.filter((virtual): virtual is ManagedNetwork => virtual.kind !== 'bridged');

/** `bond0.11@bond0`: the kernel names what a VLAN stands on. */
function linkName(device: Device, index: NetworkIndex): string {
  const parent = device.kind === 'vlan' ? index.device(device.parent.value) : undefined;
  return parent ? `${device.name}@${parent.name}` : device.name;
}

/** A bridge without ports has no carrier. Cables are taken to be plugged, and guests of the host to run. */
const isUp = (device: Device, host: Host, index: NetworkIndex): boolean =>
  device.kind !== 'bridge' ||
  index.portsOf(device.id).length > 0 ||
  isPlugged(host, index, (plug) => plug?.bridge?.id === device.id);

function isPlugged(
  { id }: Host,
  index: NetworkIndex,
  isWanted: (plug: ReturnType<NetworkIndex['plugOf']>) => boolean,
): boolean {
  return index
    .guestsOn(id)
    .some(
      ({ placement, nics }) =>
        placement.kind === 'host' && nics.some((nic) => isWanted(index.plugOf(nic, id))),
    );
}

/** Addresses of the plan. What only exists at run time (link-local and DHCP addresses, vnetN) is not shown. */
export function ipAddresses(host: Host, context: Context): Command {
  const { index, labels } = context;
  const loopback: Row = { cells: ['lo', 'UNKNOWN', '127.0.0.1/8 ::1/128'] };
  const devices = host.devices.map((device): Row => {
    const addresses = device.addressing.addresses.map(({ value }) => formatInterfaceAddress(value));
    const state = isUp(device, host, index) ? 'UP' : 'DOWN';
    return {
      cells: [linkName(device, index), state, addresses.join(' ')],
      about: aboutDevice(device, context),
    };
  });
  const bridges = managedOn(host).map((virtual): Row => {
    const addresses = virtual.addresses.map(({ value }) => formatInterfaceAddress(value));
    const isUsed = isPlugged(
      host,
      index,
      (plug) => plug?.kind === 'virtual-network' && plug.virtualNetwork.id === virtual.id,
    );
    return {
      cells: [virtual.bridge.value, isUsed ? 'UP' : 'DOWN', addresses.join(' ')],
      about: aboutVirtual(virtual, labels.ofVirtualNetwork(virtual.name)),
    };
  });
  return { text: 'ip -br addr', lines: fixedColumns([16, 14], [loopback, ...devices, ...bridges]) };
}

/** `-c` prints runs of VLANs as one: a trunk of a hundred would be a hundred lines. */
export function bridgeVlans(host: Host, context: Context): Command | undefined {
  const { index, labels } = context;
  const rowsOf = (name: string, vlans: readonly string[], about: Row['about']): readonly Row[] =>
    vlans.map((vlan, place): Row => ({
      cells: [place === 0 ? name : '', '', vlan],
      ...(about && { about }),
    }));
  const rows = host.devices.flatMap((device): readonly Row[] => {
    if (device.kind === 'bridge')
      return rowsOf(device.name, bridgeVlanCells(device, index), aboutDevice(device, context));
    const bridge = device.controller === undefined ? undefined : index.device(device.controller);
    return bridge?.kind === 'bridge'
      ? rowsOf(device.name, portVlanCells(bridge, device), aboutDevice(device, context))
      : [];
  });
  const virtual = managedOn(host).flatMap((one) =>
    rowsOf(one.bridge.value, PLAIN, aboutVirtual(one, labels.ofVirtualNetwork(one.name))),
  );
  const all = [...rows, ...virtual];
  const heading: Row = { cells: ['port', '', 'vlan-id'] };
  return all.length === 0
    ? undefined
    : { text: 'bridge -c vlan', lines: fixedColumns([16, 0], [heading, ...all]) };
}

const NM_TYPES = { nic: 'ethernet', bond: 'bond', vlan: 'vlan', bridge: 'bridge' } as const;

/** Each device has one profile of its own name; libvirt's bridges and the loopback get one while they exist. */
export function connections(host: Host, context: Context): Command {
  const devices = host.devices.map((device): Row => ({
    cells: [device.name, NM_TYPES[device.kind], device.name],
    about: aboutDevice(device, context),
  }));
  const bridges = managedOn(host).map((virtual): Row => ({
    cells: [virtual.bridge.value, 'bridge', virtual.bridge.value],
    about: aboutVirtual(virtual, context.labels.ofVirtualNetwork(virtual.name)),
  }));
  const rows = [
    { cells: ['NAME', 'TYPE', 'DEVICE'] },
    ...devices,
    { cells: ['lo', 'loopback', 'lo'] },
    ...bridges,
  ];
  return { text: 'nmcli -f NAME,TYPE,DEVICE con', lines: nmcliTable(rows) };
}

export function virtualNetworks(host: Host, { labels }: Context): Command | undefined {
  const rows = [...host.virtualNetworks]
    // virsh sorts by name, whatever its case.
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    .map((virtual): Row => {
      const mark =
        virtual.kind === 'bridged'
          ? labels.ofNetwork(virtual.network)
          : labels.ofVirtualNetwork(virtual.name);
      return {
        cells: [virtual.name, 'active', virtual.autostart.value ? 'yes' : 'no', 'yes'],
        about: aboutVirtual(virtual, mark),
      };
    });
  return rows.length === 0
    ? undefined
    : { text: 'virsh net-list', lines: virshTable(['Name', 'State', 'Autostart', 'Persistent'], rows) };
}

/** The TAP's name is libvirt's: `vnetN` with the next free number when the guest starts. */
export function guestInterfaces(guest: Guest, context: Context): Command {
  const rows = guest.nics.map((nic): Row => ({
    cells: ['vnetN', liveType(nic), nic.attachment.name, nic.model.value, nic.mac.value],
    about: {
      element: nic.id,
      marks: marksOfNic(guest, nic, context),
      origin: nic.places.name,
      extent: nic.places.whole,
    },
  }));
  return {
    text: `virsh domiflist ${shellWord(guest.name)}`,
    lines: virshTable(['Interface', 'Type', 'Source', 'Model', 'MAC'], rows),
  };
}

/** A running guest's NIC in a network of the site is in that network's bridge, and libvirt says so. */
const liveType = ({ attachment }: GuestNic): string =>
  attachment.kind === 'bridge' || attachment.network !== undefined ? 'bridge' : 'network';
