import { attributeOf, type XmlElement } from './xml-element.js';

/**
 * Attributes that libvirt 11 and firewalld 2 add on their own, and values that mean the same as leaving the attribute out, by
 * `parent/element@attribute`. `undefined` drops every value.
 */
const DROPPED_ATTRIBUTES: ReadonlyMap<string, string | undefined> = new Map([
  ['/network@connections', undefined],
  ['/network@ipv6', 'no'],
  ['network/bridge@stp', 'on'],
  ['network/bridge@delay', '0'],
  ['network/bridge@macTableManager', 'kernel'],
  ['network/forward@dev', undefined],
  ['network/ip@family', 'ipv4'],
  ['network/route@family', 'ipv4'],
  ['network/domain@localOnly', 'no'],
  ['forward/interface@connections', undefined],
  ['forward/nat@ipv6', 'no'],
  ['nat/port@start', '1024'],
  ['nat/port@end', '65535'],
  ['/interface@managed', undefined],
  ['interface/mac@type', undefined],
  ['interface/source@portid', undefined],
  ['interface/bandwidth@classID', undefined],
  ['bandwidth/inbound@classID', undefined],
  ['interface/link@state', 'up'],
  ['interface/port@isolated', 'no'],
  ['interface/driver@name', 'vhost'],
  ['interface/driver@queues', '1'],
  ['/zone@version', undefined],
  ['/zone@target', 'default'],
  ['/policy@version', undefined],
  ['/policy@priority', '-1'],
  ['policy/forward-port@to-addr', ''],
  ...['log', 'nflog', 'audit', 'accept', 'reject', 'drop', 'mark'].map(
    (limited) => [`${limited}/limit@burst`, '0'] as const,
  ),
]);

/** Elements that only say where libvirt put something at run time (host-facts 9.4), or that carry nothing of ours. */
const DROPPED_ELEMENTS: ReadonlySet<string> = new Set([
  'network/uuid',
  'interface/alias',
  'interface/address',
  'interface/target',
  'interface/backend',
]);

/** Elements that say nothing once they are empty. */
const EMPTY_MEANS_ABSENT: ReadonlySet<string> = new Set([
  'forward/nat',
  'nat/port',
  'ip/dhcp',
  'network/dns',
  'interface/link',
  'interface/port',
  'interface/driver',
  'interface/bandwidth',
  'interface/virtualport',
]);

/** `255.255.255.0` → 24: libvirt prints back whichever of netmask and prefix it was given. */
function prefixOfNetmask(netmask: string): string {
  const bits = netmask
    .split('.')
    .map((octet) => Number(octet).toString(2).replaceAll('0', ''))
    .join('');
  return String(bits.length);
}

function canonicalAttributes(xml: XmlElement, parent: string): XmlElement['attributes'] {
  return xml.attributes.flatMap((attribute) => {
    const key = `${parent}/${xml.name}@${attribute.name}`;
    const dropped = DROPPED_ATTRIBUTES.get(key);
    if (DROPPED_ATTRIBUTES.has(key) && (dropped === undefined || dropped === attribute.value)) return [];
    if (key === 'network/ip@netmask') {
      return [{ ...attribute, name: 'prefix', value: prefixOfNetmask(attribute.value) }];
    }
    if (/mac@address$|host@mac$/.test(key)) return [{ ...attribute, value: attribute.value.toLowerCase() }];
    return [attribute];
  });
}

/** `<forward dev='x'/>` comes back as `<forward dev='x'><interface dev='x'/></forward>`. */
function withForwardInterface(xml: XmlElement): XmlElement {
  const dev = attributeOf(xml, 'dev');
  if (xml.name !== 'forward' || dev === undefined) return xml;
  if (xml.children.some((child) => child.name === 'interface')) return xml;
  const origin = xml.attributes.find(({ name }) => name === 'dev')?.origin;
  const inner: XmlElement = {
    name: 'interface',
    attributes: [{ name: 'dev', value: dev, ...(origin && { origin }) }],
    children: [],
    text: '',
  };
  return { ...xml, children: [...xml.children, inner] };
}

/** A running guest reports the bridge that its libvirt network stands for; the network is what was asked for. */
function withNetworkSource(xml: XmlElement): XmlElement {
  const source = xml.children.find(({ name }) => name === 'source');
  if (xml.name !== 'interface' || !source || attributeOf(source, 'network') === undefined) return xml;
  return {
    ...xml,
    attributes: xml.attributes.map((attribute) =>
      attribute.name === 'type' ? { ...attribute, value: 'network' } : attribute,
    ),
    children: xml.children.map((child) =>
      child === source
        ? { ...child, attributes: child.attributes.filter(({ name }) => name !== 'bridge') }
        : child,
    ),
  };
}

const saysNothing = (xml: XmlElement): boolean =>
  xml.attributes.length === 0 && xml.children.length === 0 && xml.text === '';

/** The document without what programs on the host add or write differently on their own. */
export function canonicalXml(root: XmlElement): XmlElement {
  const visit = (given: XmlElement, parent: string): XmlElement => {
    const xml = withNetworkSource(withForwardInterface(given));
    return {
      ...xml,
      // What is left of the indentation where libvirt prints an element open and has nothing to put into it.
      text: xml.text.trim() === '' ? '' : xml.text,
      attributes: canonicalAttributes(xml, parent),
      children: xml.children
        .filter((child) => !DROPPED_ELEMENTS.has(`${xml.name}/${child.name}`))
        .map((child) => visit(child, xml.name))
        .filter((child) => !(saysNothing(child) && EMPTY_MEANS_ABSENT.has(`${xml.name}/${child.name}`))),
    };
  };
  return visit(root, '');
}
