import {
  type Bridge,
  type BridgePort,
  type Device,
  type ElementId,
  type Fix,
  formatVlanSet,
  type Host,
  isVlanId,
  type LogicalNetwork,
  type Origin,
  singleVlan,
  type Sourced,
  type VlanRange,
  type VlanSet,
  vlanSet,
  vlanSetHas,
  vlanSetMinus,
} from '../model/index.js';
import type { Carried } from './carried-networks.js';
import { stackOf } from './lower-devices.js';
import type { Violation } from './rule.js';
import type { SiteView } from './site-view.js';
import { deviceText, listText, related } from './wording.js';

/** What a port of a VLAN-aware bridge passes: its trunk, else all of the bridge; `pvid` and `native` without a tag. */
export function vlansOfPort({ vlans, pvid }: Bridge, { trunk, native }: BridgePort): VlanSet {
  const untagged = native?.value ?? pvid?.value ?? 0;
  return vlanSet([...((trunk ?? vlans)?.value ?? []), ...(untagged === 0 ? [] : singleVlan(untagged))]);
}

/** What any port of a VLAN-aware bridge passes. */
export const vlansOfPorts = (bridge: Bridge): VlanSet =>
  vlanSet(bridge.ports.flatMap((port) => vlansOfPort(bridge, port)));

/** A network, or an address without one, that is on a VLAN-aware bridge and on none of its ports. */
export interface ShutIn {
  readonly bridge: Bridge;
  readonly network?: LogicalNetwork;
  /** The VLAN device by which the host itself is in it. */
  readonly device?: Device;
  readonly vlans: VlanSet;
  readonly origin: Origin;
}

/** What none of the ports of a VLAN-aware bridge passes. A bridge without ports is meant to be an island. */
export function* shutIn(host: Host, site: SiteView): Iterable<ShutIn> {
  for (const bridge of host.devices) {
    if (bridge.kind !== 'bridge' || !bridge.vlanAware.value || bridge.ports.length === 0) continue;
    const passing = vlansOfPorts(bridge);
    const said = new Set<string>();
    for (const device of host.devices) {
      if (device.kind !== 'vlan' || device.parent.value !== bridge.id || !isVlanId(device.vlanId.value))
        continue;
      const vlans = singleVlan(device.vlanId.value);
      if (vlanSetMinus(vlans, passing).length === 0) continue;
      const served = device.networks.flatMap(({ value, origin }) => {
        const network = site.logicalNetwork(value);
        return network ? [{ network, origin }] : [];
      });
      for (const { network, origin } of served) {
        said.add(network.id);
        yield { bridge, network, device, vlans, origin };
      }
      if (served.length === 0) yield { bridge, device, vlans, origin: placeOf(device) };
    }
    for (const { value, origin } of bridge.networks) {
      const network = site.logicalNetwork(value);
      const vlans = network && vlansOf(network, bridge);
      if (!network || !vlans || said.has(network.id)) continue;
      // A trunk may be narrower on the ports than its network: guests that want more are told.
      const missing = vlanSetMinus(vlans, passing);
      if (formatVlanSet(missing) !== formatVlanSet(vlans)) continue;
      said.add(network.id);
      yield { bridge, network, vlans, origin };
    }
    const own = addressPlaces(bridge)[0];
    const untagged = bridge.pvid?.value ?? 0;
    if (own && said.size === 0 && isVlanId(untagged) && !vlanSetHas(passing, untagged))
      yield { bridge, vlans: singleVlan(untagged), origin: own };
  }
}

/** Where the addresses of a device are written, or the network is named that they follow from. */
export function addressPlaces({ addressing, networks }: Device): readonly Origin[] {
  const { addresses, dhcp, slaac } = addressing;
  const written = addresses.map(
    ({ origin, follows }) => networks.find(({ value }) => value === follows?.from)?.origin ?? origin,
  );
  return [...written, ...[dhcp, slaac].flatMap((each) => each?.origin ?? [])];
}

const placeOf = (device: Device): Origin =>
  device.kind === 'vlan' && !device.vlanId.follows ? device.vlanId.origin : device.places.name;

/** The VLANs of a network inside of a VLAN-aware bridge; undefined where they cannot be told. */
function vlansOf({ vlan, vlans }: LogicalNetwork, { pvid }: Bridge): VlanSet | undefined {
  if (vlans) return vlans.value;
  const id = vlan?.value ?? pvid?.value ?? 0;
  return isVlanId(id) ? singleVlan(id) : undefined;
}

/**
 * The devices that the frames of a network pass between its top device and the NICs: on a VLAN-aware bridge only the
 * ports in its VLAN, or all where none is, which is said elsewhere.
 */
export function wayOf({ network, device }: Carried, site: SiteView): readonly Device[] {
  const deviceOf = (id: ElementId): Device | undefined => site.device(id);
  const bridge = device.kind === 'vlan' ? deviceOf(device.parent.value) : device;
  const all = stackOf(device, deviceOf);
  if (bridge?.kind !== 'bridge' || !bridge.vlanAware.value) return all;
  const vlans = device.kind === 'vlan' ? singleVlan(device.vlanId.value) : vlansOf(network, bridge);
  const ports = bridge.ports.filter((port) =>
    vlans?.some((range) => meets(range, vlansOfPort(bridge, port))),
  );
  if (ports.length === 0) return all;
  const below = ports.flatMap((port) => {
    const lower = deviceOf(port.device);
    return lower ? stackOf(lower, deviceOf) : [];
  });
  return [...new Set([device, bridge, ...below])];
}

const meets = (range: VlanRange, set: VlanSet): boolean =>
  set.some(({ first, last }) => first <= range.last && range.first <= last);

/** The finding without its beginning, which says whose VLAN it is. */
export function shutInViolation(
  { bridge, network, device, vlans, origin }: ShutIn,
  site: SiteView,
  texts: { readonly who: string; readonly outcome: string },
): Violation {
  const names = bridge.ports.map(({ device: id }) => site.device(id)?.name ?? id);
  const text = formatVlanSet(vlans);
  const blame = bridge.ports.find(({ trunk }) => trunk)?.trunk ?? bridge.vlans;
  return {
    message:
      `${texts.who} is VLAN ${text} of ${deviceText(bridge)}, but no port of it (${listText(names)}) lets VLAN ${text} ` +
      `pass: ${texts.outcome}.`,
    origin,
    ...(blame && { related: [related(blame.origin, 'What may pass.')] }),
    subjects: [bridge.id, ...(device ? [device.id] : []), ...(network ? [network.id] : [])],
    fixes: letPass(bridge, vlans, site),
  };
}

/** One way for each port whose trunk is written; else the VLANs of the bridge. */
function letPass(bridge: Bridge, wanted: VlanSet, site: SiteView): readonly Fix[] {
  const text = formatVlanSet(wanted);
  const withAll = ({ value }: { readonly value: VlanSet }): string =>
    formatVlanSet(vlanSet([...value, ...wanted]));
  const trunks = bridge.ports.flatMap(({ device, trunk }): Fix[] => {
    const port = site.device(device);
    if (!port || !trunk || trunk.follows) return [];
    return [
      {
        title: `Let VLAN ${text} pass ${deviceText(port)}`,
        edits: [{ kind: 'replace', at: trunk.origin, text: withAll(trunk) }],
      },
    ];
  });
  if (bridge.ports.every(({ trunk }) => trunk)) return trunks;
  const { places } = bridge;
  const written = writtenVlans(bridge);
  const title = `Let VLAN ${text} pass ${deviceText(bridge)}`;
  if (written)
    return [...trunks, { title, edits: [{ kind: 'replace', at: written.origin, text: withAll(written) }] }];
  return places.bodyEnd
    ? [...trunks, { title, edits: [{ kind: 'append', at: places.bodyEnd, text: `vlans ${text}` }] }]
    : trunks;
}

/** The `vlans` of a VLAN-aware bridge as somebody wrote them, without those that its networks add. */
export const writtenVlans = ({ ownVlans, vlans }: Bridge): Sourced<VlanSet> | undefined =>
  ownVlans ?? (vlans?.follows ? undefined : vlans);
