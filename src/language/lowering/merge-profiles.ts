import { formatInterfaceAddress, type Route, type Sourced } from '../../model/index.js';
import type { Name } from '../declarations/block-reader.js';
import type {
  DeviceDeclaration,
  HostShape,
  PortDeclaration,
  ProfileDeclaration,
  VirtualNetworkDeclaration,
} from '../declarations/declaration.js';
import type { ReportTo } from '../findings/report-to.js';
import type { Lookup } from './lookup.js';

export interface MergedShape {
  readonly shape: HostShape;
  /** Names of the profiles merged into it, left to right. */
  readonly profiles: readonly Sourced<string>[];
}

/** Profiles from left to right, each after those that it is made of, then the host or profile itself. */
export function mergeProfiles(
  own: HostShape & { readonly name: string; readonly profiles: readonly Name[] },
  lookup: Lookup,
  report: ReportTo,
): MergedShape {
  const merged: { declaration: ProfileDeclaration; name: Name }[] = [];
  const collect = (names: readonly Name[], path: readonly ProfileDeclaration[]): void => {
    for (const name of names) {
      const declaration =
        path.length === 0 ? lookup.require('profiles', name) : lookup.find('profiles', name.value);
      // A profile that is made of itself is said once, where the profiles are looked at.
      if (!declaration || path.includes(declaration)) continue;
      collect(declaration.profiles, [...path, declaration]);
      merged.push({ declaration, name });
    }
  };
  collect(own.profiles, []);
  const shape = [...merged.map(({ declaration }) => declaration), own].reduce<HostShape>(
    (below, above) => mergeShapes(below, above, report),
    { devices: [], virtualNetworks: [], routes: [] },
  );
  return {
    shape,
    profiles: merged.map(({ declaration, name }) => ({ value: declaration.name, origin: name.origin })),
  };
}

function mergeShapes(below: HostShape, above: HostShape, report: ReportTo): HostShape {
  return {
    ...below,
    ...above,
    devices: mergeBy(below.devices, above.devices, nameOf, (a, b) => mergeDevices(a, b, report)),
    virtualNetworks: mergeBy(below.virtualNetworks, above.virtualNetworks, nameOf, (a, b) =>
      mergeVirtualNetworks(a, b, report),
    ),
    routes: mergeRoutes(below.routes, above.routes),
  };
}

const nameOf = ({ name }: { readonly name: string }): string => name;

/** What `above` says of a key takes the place of all that `below` says of it; others add up. */
function replaceBy<T>(below: readonly T[], above: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const said = new Set(above.map(keyOf));
  return [...below.filter((item) => !said.has(keyOf(item))), ...above];
}

/** Items of `above` join those of `below` that have the same key, and follow the others. */
function mergeBy<T>(
  below: readonly T[],
  above: readonly T[],
  keyOf: (item: T) => string,
  merge: (below: T, above: T) => T,
): readonly T[] {
  const merged = new Map(below.map((item) => [keyOf(item), item]));
  for (const item of above) {
    const earlier = merged.get(keyOf(item));
    merged.set(keyOf(item), earlier === undefined ? item : merge(earlier, item));
  }
  return [...merged.values()];
}

/** A route to the same destination replaces; others add up. */
const mergeRoutes = (below: readonly Route[], above: readonly Route[]): readonly Route[] =>
  replaceBy(below, above, ({ destination }) => formatInterfaceAddress(destination.value));

const mergePorts = (below: readonly PortDeclaration[], above: readonly PortDeclaration[]) =>
  mergeBy(
    below,
    above,
    ({ device }) => device.value,
    (a, b) => ({ ...a, ...b }),
  );

function mergeDevices(
  below: DeviceDeclaration,
  above: DeviceDeclaration,
  report: ReportTo,
): DeviceDeclaration {
  const own = { routes: mergeRoutes(below.routes, above.routes), left: leftBetween(below, above) };
  if (below.kind === 'bridge' && above.kind === 'bridge')
    return { ...below, ...above, ...own, portBlocks: mergePorts(below.portBlocks, above.portBlocks) };
  if (below.kind === 'nic' && above.kind === 'nic') return { ...below, ...above, ...own };
  if (below.kind === 'bond' && above.kind === 'bond') return { ...below, ...above, ...own };
  if (below.kind === 'vlan' && above.kind === 'vlan') return { ...below, ...above, ...own };
  reportOtherKind(below, above, report);
  return above;
}

const networksOf = (device: DeviceDeclaration): readonly Name[] | undefined =>
  device.kind === 'nic' || device.kind === 'bond' ? device.carries : device.networks;

/** Lists replace: what the list below has and the one above has not. */
function leftBetween(below: DeviceDeclaration, above: DeviceDeclaration): readonly Name[] {
  const earlier = below.left ?? [];
  const named = networksOf(above);
  if (!named) return earlier;
  return [...earlier, ...(networksOf(below) ?? [])].filter(({ value }) =>
    named.every((name) => name.value !== value),
  );
}

function mergeVirtualNetworks(
  below: VirtualNetworkDeclaration,
  above: VirtualNetworkDeclaration,
  report: ReportTo,
): VirtualNetworkDeclaration {
  if (below.kind !== above.kind) {
    reportOtherKind(below, above, report);
    return above;
  }
  return {
    ...below,
    ...above,
    leases: replaceBy(below.leases, above.leases, ({ mac }) => mac),
    forwards: replaceBy(below.forwards, above.forwards, ({ port }) => `${port.number}/${port.protocol}`),
  };
}

type Named = DeviceDeclaration | VirtualNetworkDeclaration;

const wordFor = ({ kind }: Named): string =>
  kind === 'nic' || kind === 'vlan' ? kind.toUpperCase() : kind === 'nat' ? 'NAT network' : kind;

function reportOtherKind(below: Named, above: Named, report: ReportTo): void {
  report({
    code: 'naming/duplicate',
    message: `'${above.name}' is a ${wordFor(above)} here, but a ${wordFor(below)} in the profile.`,
    origin: above.places.name,
    related: [{ origin: below.places.name, message: `Here it is a ${wordFor(below)}.` }],
    // What the profile lets it carry is carried by nothing now.
    unread: 'network',
  });
}
