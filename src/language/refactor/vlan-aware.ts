import { deviceId, type Edit } from '../../model/index.js';
import { nextName } from '../completion/free-values.js';
import type { BondDeclaration, BridgeDeclaration, NicDeclaration } from '../declarations/declaration.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import { shapeAround, touches, type Refactoring, type Selection } from './refactoring.js';

/** A VLAN device and a bridge for each network become one bridge that filters by VLAN, and back. */
export function convertVlanBridges(selection: Selection): readonly Refactoring[] {
  return [...toVlanAware(selection), ...toBridgeEach(selection)];
}

type Carrier = NicDeclaration | BondDeclaration;

function toVlanAware(selection: Selection): readonly Refactoring[] {
  const shape = shapeAround(selection);
  const { bodyEnd } = shape?.places ?? {};
  const carrier = shape?.devices.find(
    (device): device is Carrier =>
      (device.kind === 'nic' || device.kind === 'bond') && touches(selection, device.places.whole),
  );
  const names = carrier?.carries ?? [];
  const [first] = names;
  const last = names.at(-1);
  if (!shape || !carrier || !first || !last || !bodyEnd) return [];
  const networks = names.flatMap(
    ({ value }) => selection.files.flatMap((file) => file.networks).find(({ name }) => name === value) ?? [],
  );
  const tagged = networks.filter(({ vlan, vlans }) => vlan !== undefined && vlans === undefined);
  const bridges = tagged.filter(({ roles = [] }) => roles.some(({ value }) => value === 'vm'));
  // One network for guests has one bridge anyway; what is written on top of the device stays on it.
  const isBase = shape.devices.some(
    (device) =>
      (device.kind === 'vlan' && device.parent?.value === carrier.name) ||
      (device.kind === 'bridge' && (device.ports ?? []).some(({ value }) => value === carrier.name)),
  );
  if (bridges.length < 2 || isBase) return [];
  const bridge = nextName(
    shape.devices.map(({ name }) => name),
    'br0',
  );
  const list = names.map(({ value }) => quoteIfNeeded(value)).join(', ');
  return [
    {
      title: `Carry the VLANs of ${carrier.name} over one VLAN-aware bridge`,
      kind: 'rewrite',
      edits: () => [
        {
          kind: 'remove',
          at: {
            uri: first.origin.uri,
            range: { start: first.origin.range.start, end: last.origin.range.end },
          },
        },
        {
          kind: 'append',
          at: bodyEnd,
          text: `bridge ${quoteIfNeeded(bridge)} { ports ${quoteIfNeeded(carrier.name)}  network ${list}  vlan-aware }`,
        },
      ],
    },
  ];
}

/** What every bridge has, and what this one is about. */
const PLAIN: ReadonlySet<string> = new Set([
  'kind',
  'name',
  'places',
  'ports',
  'networks',
  'vlanAware',
  'routes',
  'portBlocks',
]);

/** Only a bridge that says nothing else can go without anything being lost. */
function isPlain(bridge: BridgeDeclaration): boolean {
  const { ports, networks, vlanAware, routes, portBlocks } = bridge;
  return (
    ports?.length === 1 &&
    networks !== undefined &&
    vlanAware?.value === true &&
    routes.length + portBlocks.length === 0 &&
    Object.keys(bridge).every((key) => PLAIN.has(key))
  );
}

function toBridgeEach(selection: Selection): readonly Refactoring[] {
  const shape = shapeAround(selection);
  const bridge = shape?.devices.find(
    (device): device is BridgeDeclaration =>
      device.kind === 'bridge' && touches(selection, device.places.whole) && isPlain(device),
  );
  const [port] = bridge?.ports ?? [];
  const carrier = shape?.devices.find(
    (device): device is Carrier =>
      (device.kind === 'nic' || device.kind === 'bond') && device.name === port?.value,
  );
  if (!shape || !bridge || !carrier || carrier.carries || isPlugged(selection, bridge.name)) return [];
  const at = carrier.places.bodyEnd ?? carrier.places.name;
  const list = (bridge.networks ?? []).map(({ value }) => quoteIfNeeded(value)).join(', ');
  return [
    {
      title: `Give each VLAN of ${bridge.name} a bridge of its own on ${carrier.name}`,
      kind: 'rewrite',
      edits: (): readonly Edit[] => [
        { kind: 'append', at, text: `carries ${list}` },
        { kind: 'remove', at: bridge.places.whole },
      ],
    },
  ];
}

/** Guests or other devices name the bridge. */
function isPlugged({ files, index }: Selection, bridge: string): boolean {
  const inGuests = files.some(({ guests }) =>
    guests.some(({ nics }) =>
      nics.some(({ attachment }) => attachment.kind === 'bridge' && attachment.name.value === bridge),
    ),
  );
  return (
    inGuests ||
    index.network.hosts.some(({ name }) =>
      index.vlansOn(deviceId(name, bridge)).some((device) => device.derived === undefined),
    )
  );
}
