import { attributeOf, childrenOf, parseXml, writeXml, type XmlElement } from '../../compiler/index.js';

/** What the text decides about a guest's NIC; everything else (address, alias, driver options of others) is kept. */
const MANAGED: ReadonlySet<string> = new Set([
  'source',
  'vlan',
  'bandwidth',
  'model',
  'driver',
  'filterref',
  'link',
  'mtu',
  'boot',
  'port',
  'virtualport',
]);

/** Of `driver` only what the text says something about; its other options are their owner's. */
const MANAGED_OPTIONS: ReadonlySet<string> = new Set(['name', 'queues']);

const elementOf = (path: string): string => /^[a-zA-Z]+/.exec(path)?.[0] ?? '';

/** Whether a difference is one from what the text decides: `<rom>`, `<tune>` and the like are their owner's. */
export function isManaged(path: string): boolean {
  const option = /^driver(?:@(.*)|\/.*)$/.exec(path);
  if (option) return MANAGED_OPTIONS.has(option[1] ?? '');
  const name = elementOf(path);
  return name === '' || name === 'interface' || name === 'mac' || MANAGED.has(name);
}

/** What libvirt changes in a running guest (libvirt 11.3, tried); the rest waits for its next power cycle. */
const LIVE: ReadonlySet<string> = new Set([
  'source',
  'vlan',
  'bandwidth',
  'filterref',
  'link',
  'port',
  'virtualport',
]);

/** `vlan/tag[10]@id` → `vlan`. A portgroup is part of `source` and refused in a running guest. */
export function changesLive(path: string): boolean {
  return (LIVE.has(elementOf(path)) && path !== 'source@portgroup') || path === '@type';
}

/**
 * Whether libvirt changes the NIC of a running guest: from network to bridge and back (libvirt 11.3, qemuDomainChangeNet). What
 * is plugged in by macvtap, passed through or on Open vSwitch can only be plugged in anew.
 */
export function takesLiveChanges(actual: string): boolean {
  const parsed = parseXml(actual);
  if (!parsed.ok) return false;
  const type = attributeOf(parsed.value, 'type');
  const isElsewhere = parsed.value.children.some(({ name }) => name === 'virtualport');
  return (type === 'network' || type === 'bridge') && !isElsewhere;
}

/**
 * The interface as it is, with what the text decides replaced: `update-device` finds the device by MAC and address, and takes
 * what is missing for a wish to remove it. undefined when either cannot be read.
 */
export function mergedInterface(wanted: string, actual: string, scope: 'live' | 'all'): string | undefined {
  const [desired, found] = [parseXml(wanted), parseXml(actual)];
  if (!desired.ok || !found.ok) return undefined;
  const replaced = (name: string): boolean => (scope === 'all' ? MANAGED.has(name) : LIVE.has(name));
  const driver = replaced('driver') ? mergedDriver(desired.value, found.value) : undefined;
  const children: readonly XmlElement[] = [
    ...found.value.children.filter((child) => !replaced(child.name) && !isOfOneStart(child)),
    ...desired.value.children.filter(({ name }) => replaced(name) && name !== 'driver'),
    ...(driver ? [driver] : []),
  ];
  return writeXml({ ...found.value, attributes: desired.value.attributes, children });
}

function mergedDriver(desired: XmlElement, found: XmlElement): XmlElement | undefined {
  const [wanted] = childrenOf(desired, 'driver');
  const [actual] = childrenOf(found, 'driver');
  const kept = actual?.attributes.filter(({ name }) => !MANAGED_OPTIONS.has(name)) ?? [];
  const attributes = [...(wanted?.attributes ?? []), ...kept];
  const children = actual?.children ?? [];
  return attributes.length + children.length === 0
    ? undefined
    : { name: 'driver', attributes, children, text: '' };
}

/**
 * The interface as it was given to libvirt. A NIC in a network that is a bridge of the host shows itself, while it runs, as a
 * NIC on that bridge, which names its network besides; given back like that it would lose the network.
 */
export function interfaceAsGiven(actual: string): string {
  const parsed = parseXml(actual);
  if (!parsed.ok) return actual;
  const { attributes } = parsed.value;
  const children = parsed.value.children.filter((child) => !isOfOneStart(child));
  const isOfNetwork = ({ name, attributes: own }: XmlElement): boolean =>
    name === 'source' && own.some((attribute) => attribute.name === 'network');
  if (!children.some(isOfNetwork)) return writeXml({ ...parsed.value, children });
  return writeXml({
    ...parsed.value,
    attributes: attributes.map((one) => (one.name === 'type' ? { ...one, value: 'network' } : one)),
    children: children.map((child) =>
      isOfNetwork(child)
        ? {
            ...child,
            attributes: child.attributes.filter(({ name }) => name === 'network' || name === 'portgroup'),
          }
        : child,
    ),
  });
}

/**
 * What libvirt gave the NIC when the guest started: after its next start it has others, and libvirt refuses to change these
 * (`cannot modify network device tap name`). Left out they stay as they are (libvirt, qemuDomainChangeNet). Names that
 * somebody has chosen look otherwise.
 */
function isOfOneStart(element: XmlElement): boolean {
  const has = (name: string, attribute: string, pattern: RegExp): boolean =>
    element.name === name && pattern.test(attributeOf(element, attribute) ?? '');
  return has('target', 'dev', /^vnet\d+$/) || has('alias', 'name', /^net\d+$/);
}
