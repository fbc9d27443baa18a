import {
  deviceId,
  formatInterfaceAddress,
  hostId,
  networkId,
  sameOrigin,
  type Device,
  type Edit,
  type Host,
} from '../../model/index.js';
import type { BondDeclaration, NetworkDeclaration, NicDeclaration } from '../declarations/declaration.js';
import type { Name } from '../declarations/block-reader.js';
import { addressesHosts, hasRoleVm } from '../lowering/draft.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import { shapeAround, touches, type Refactoring, type Selection, type Shape } from './refactoring.js';

type Carrier = NicDeclaration | BondDeclaration;

/** `carries tenant` becomes the VLAN device and bridge that follow from it, written out; or all of a device. */
export function expandCarried(selection: Selection): readonly Refactoring[] {
  const shape = shapeAround(selection);
  const carrier = shape?.devices.find((device): device is Carrier => isCarrier(device, selection));
  const hosts = shape ? hostsLike(shape, selection) : [];
  const { bodyEnd } = shape?.places ?? {};
  if (!shape || !carrier || !bodyEnd) return [];
  const expandable = (carrier.carries ?? []).flatMap((name) => {
    const [lines = [], ...others] = hosts.map((host) => linesFor(name, carrier, shape, host, selection));
    // A host that says something else of the device would get what it does not have now.
    return lines.length > 0 && others.every((each) => each.length > 0) ? [{ name, lines }] : [];
  });
  if (expandable.length === 0) return [];
  const action = (title: string, chosen: typeof expandable): Refactoring => ({
    title,
    kind: 'rewrite',
    edits: () => [
      ...withoutNames(
        carrier,
        chosen.map(({ name }) => name),
      ),
      { kind: 'append', at: bodyEnd, text: chosen.flatMap(({ lines }) => lines).join('\n') },
    ],
  });
  const here = expandable.filter(({ name }) => touches(selection, name.origin));
  const all = expandable.length > 1 || here.length === 0;
  return [
    ...here.map((one) => action(`Write out what follows from carrying ${one.name.value}`, [one])),
    ...(all ? [action(`Write out all that follows from what ${carrier.name} carries`, expandable)] : []),
  ];
}

function isCarrier(device: Shape['devices'][number], selection: Selection): boolean {
  return (
    (device.kind === 'nic' || device.kind === 'bond') &&
    (device.carries ?? []).length > 0 &&
    touches(selection, device.places.whole)
  );
}

/** The host itself, or all that are made of the profile. */
function hostsLike(shape: Shape, { index }: Selection): readonly Host[] {
  const own = index.host(hostId(shape.name));
  if (own && sameOrigin(own.places.name, shape.places.name)) return [own];
  return index.network.hosts.filter(({ profiles }) => profiles.some(({ value }) => value === shape.name));
}

/** The declarations that say the same as the word; none where nothing but an address follows, or something is written. */
function linesFor(
  name: Name,
  carrier: Carrier,
  shape: Shape,
  host: Host,
  { files, index }: Selection,
): readonly string[] {
  const network = files.flatMap(({ networks }) => networks).find((each) => each.name === name.value);
  if (!network) return [];
  const find = (device: string): Device | undefined => index.device(deviceId(host.name, device));
  const isHost = sameOrigin(host.places.name, shape.places.name);
  const isTagged = network.vlan !== undefined && network.vlans === undefined;
  const base = isTagged ? `${carrier.name}.${network.vlan.value}` : carrier.name;
  const bridged = hasRoleVm(network) || network.vlans !== undefined;
  const vlan = isTagged ? find(base) : undefined;
  if (isTagged && vlan?.derived === undefined) return [];
  const lines = isTagged ? [vlanLine(base, carrier, network, bridged, isHost ? vlan : undefined)] : [];
  if (!bridged) return lines;
  const bridge = host.devices.find(
    ({ kind, networks }) =>
      kind === 'bridge' && networks.some(({ value }) => value === networkId(network.name)),
  );
  // Several networks on one derived bridge: what follows from the other words would find no bridge of its own.
  if (bridge?.derived === undefined || bridge.networks.length > 1) return [];
  return [...lines, bridgeLine(bridge, base, network, isHost)];
}

function vlanLine(
  name: string,
  carrier: Carrier,
  network: NetworkDeclaration,
  bridged: boolean,
  device: Device | undefined,
): string {
  const parts = [
    `on ${quoteIfNeeded(carrier.name)}`,
    `id ${network.vlan?.value ?? ''}`,
    ...(bridged ? [] : [`network ${quoteIfNeeded(network.name)}`, ...addressPart(device)]),
  ];
  return `vlan ${quoteIfNeeded(name)} { ${parts.join('  ')} }`;
}

function bridgeLine(bridge: Device, base: string, network: NetworkDeclaration, isHost: boolean): string {
  const parts = [
    `ports ${quoteIfNeeded(base)}`,
    `network ${quoteIfNeeded(network.name)}`,
    ...(network.vlans ? ['vlan-aware'] : []),
    ...(isHost && addressesHosts(network) ? addressPart(bridge) : []),
  ];
  return `bridge ${quoteIfNeeded(bridge.name)} { ${parts.join('  ')} }`;
}

function addressPart(device: Device | undefined): readonly string[] {
  const addresses = device?.addressing.addresses ?? [];
  return addresses.length === 0
    ? []
    : [`address ${addresses.map(({ value }) => formatInterfaceAddress(value)).join(', ')}`];
}

/** The list without some of its names; without all of them, the property goes. */
function withoutNames({ carries = [] }: Carrier, gone: readonly Name[]): readonly Edit[] {
  const [first] = carries;
  const last = carries.at(-1);
  const rest = carries.filter((name) => !gone.includes(name));
  const [only] = gone;
  if (!first || !last || !only) return [];
  if (gone.length === 1) return [{ kind: 'remove-item', at: only.origin }];
  const list = {
    uri: first.origin.uri,
    range: { start: first.origin.range.start, end: last.origin.range.end },
  };
  return rest.length === 0
    ? [{ kind: 'remove', at: list }]
    : [{ kind: 'replace', at: list, text: rest.map(({ value }) => quoteIfNeeded(value)).join(', ') }];
}
