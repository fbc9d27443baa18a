import {
  attributeOf,
  childrenOf,
  compareXml,
  element,
  parseXml,
  writeXml,
  type XmlElement,
} from '../../compiler/index.js';

/** One `virsh net-update`: a section of a network that libvirt changes while it runs. */
export interface NetworkUpdate {
  readonly command: 'add' | 'delete';
  readonly section: 'ip-dhcp-host' | 'ip-dhcp-range';
  readonly xml: string;
}

export interface NetworkUpdates {
  readonly apply: readonly NetworkUpdate[];
  /** In the order in which they are taken back. */
  readonly undo: readonly NetworkUpdate[];
}

const ip = (network: XmlElement): XmlElement | undefined => {
  const all = childrenOf(network, 'ip').filter((entry) => childrenOf(entry, 'dhcp').length > 0);
  return all.length === 1 ? all[0] : undefined;
};

const entriesOf = (network: XmlElement, name: string): ReadonlyMap<string, XmlElement> => {
  const dhcp = childrenOf(ip(network) ?? network, 'dhcp')[0];
  const all = dhcp ? childrenOf(dhcp, name) : [];
  const keyOf = (entry: XmlElement): string =>
    name === 'host'
      ? (attributeOf(entry, 'mac') ?? attributeOf(entry, 'ip') ?? '')
      : `${attributeOf(entry, 'start') ?? ''}-${attributeOf(entry, 'end') ?? ''}`;
  return new Map(all.map((entry) => [keyOf(entry), entry]));
};

const withoutDhcp = (network: XmlElement): XmlElement => ({
  ...network,
  children: network.children.map((child) =>
    child.name === 'ip'
      ? { ...child, children: child.children.filter(({ name }) => name !== 'dhcp') }
      : child,
  ),
});

/**
 * The updates that turn the running network into the wanted one, or undefined when it takes more than leases and ranges of
 * one DHCP server: then libvirt has to start the network again. Ranges: a new one first, since the last may not go. Leases:
 * old ones first, since libvirt takes none whose MAC, name or address another has (virNetworkDefUpdateIPDCHPHost), and its
 * `modify` looks for the MAC or the address, which may be those of two.
 */
export function networkUpdates(wanted: string, running: string): NetworkUpdates | undefined {
  const [after, before] = [parseXml(wanted), parseXml(running)];
  if (!after.ok || !before.ok || !ip(after.value) || !ip(before.value)) return undefined;
  if (compareXml(withoutDhcp(after.value), withoutDhcp(before.value)).length > 0) return undefined;
  const all = [
    ...updatesOf('range', after.value, before.value),
    ...updatesOf('host', after.value, before.value),
  ];
  return { apply: all.map(({ forth }) => forth), undo: all.map(({ back }) => back).reverse() };
}

interface Reversible {
  readonly forth: NetworkUpdate;
  readonly back: NetworkUpdate;
}

function updatesOf(name: 'host' | 'range', after: XmlElement, before: XmlElement): readonly Reversible[] {
  const section = name === 'host' ? 'ip-dhcp-host' : 'ip-dhcp-range';
  const [wanted, found] = [entriesOf(after, name), entriesOf(before, name)];
  const update = (command: NetworkUpdate['command'], entry: XmlElement): NetworkUpdate => ({
    command,
    section,
    xml: writeXml(entry),
  });
  const differs = (entry: XmlElement, other: XmlElement | undefined): boolean =>
    !other || compareXml(element('x', {}, [entry]), element('x', {}, [other])).length > 0;
  const added = [...wanted].filter(([key, entry]) => differs(entry, found.get(key)));
  const removed = [...found].filter(([key, entry]) => differs(entry, wanted.get(key)));
  const adding = added.map(([, entry]) => ({ forth: update('add', entry), back: update('delete', entry) }));
  const removing = removed.map(([, entry]) => ({
    forth: update('delete', entry),
    back: update('add', entry),
  }));
  return name === 'host' ? [...removing, ...adding] : [...adding, ...removing];
}
