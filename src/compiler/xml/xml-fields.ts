import type { Origin } from '../../model/index.js';
import { attributeOf, type XmlElement } from './xml-element.js';

/** A single value inside a document. */
export interface XmlField {
  /** `ip[192.0.2.1]/dhcp/range[192.0.2.9]@start`; the root is left out, text has the path of its element. */
  readonly path: string;
  readonly value: string;
  readonly origin?: Origin;
}

/**
 * What tells elements apart that may stand several times: for `parent/element` the attributes to try in this order;
 * `a+b` are two that count together.
 */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  'network/ip': ['address'],
  'network/route': ['address+prefix'],
  'network/portgroup': ['name'],
  'dhcp/range': ['start'],
  'dhcp/host': ['mac', 'id', 'name', 'ip'],
  'dns/forwarder': ['domain+addr', 'addr', 'domain'],
  'forward/interface': ['dev'],
  'vlan/tag': ['id'],
  'filterref/parameter': ['name'],
  'zone/service': ['name'],
  'zone/interface': ['name'],
  'zone/source': ['address', 'mac', 'ipset'],
  'zone/port': ['port+protocol'],
  'policy/ingress-zone': ['name'],
  'policy/egress-zone': ['name'],
  'policy/service': ['name'],
  'policy/port': ['port+protocol'],
  'policy/forward-port': ['port+protocol'],
};

/** Rules have no name: the whole content tells them apart. */
const isRule = ({ name }: XmlElement): boolean => name === 'rule';

const contentOf = (xml: XmlElement): string =>
  xmlFields(xml)
    .map(({ path, value }) => `${path}=${value}`)
    .sort()
    .join(' ');

function stepOf(parent: string, xml: XmlElement): string {
  const identity = IDENTITY[`${parent}/${xml.name}`];
  if (isRule(xml)) return `rule[${contentOf(xml)}]`;
  const keys = (identity ?? []).map((attributes) =>
    attributes.split('+').map((attribute) => attributeOf(xml, attribute)),
  );
  const key = keys.find((values) => values.every((value) => value !== undefined));
  return key ? `${xml.name}[${key.join('/')}]` : xml.name;
}

function ownFields(xml: XmlElement, path: string): readonly XmlField[] {
  const origin = xml.origin && { origin: xml.origin };
  const attributes = xml.attributes.map(({ name, ...rest }) => ({
    path: `${path}@${name}`,
    ...origin,
    ...rest,
  }));
  const isBare = attributes.length === 0 && xml.children.length === 0;
  return xml.text !== '' || isBare ? [...attributes, { path, value: xml.text, ...origin }] : attributes;
}

/** All values of the document, in its order. Elements that repeat without identity are numbered: `x`, `x#2`. */
export function xmlFields(root: XmlElement): readonly XmlField[] {
  const below = (parent: XmlElement, prefix: string): readonly XmlField[] => {
    const seen = new Map<string, number>();
    return parent.children.flatMap((child) => {
      const step = stepOf(parent.name, child);
      const count = (seen.get(step) ?? 0) + 1;
      seen.set(step, count);
      const path = `${prefix}${step}${count > 1 ? `#${count}` : ''}`;
      return [...ownFields(child, path), ...below(child, `${path}/`)];
    });
  };
  const own = root.attributes.map(({ name, ...rest }) => ({ path: `@${name}`, ...rest }));
  return [...own, ...(root.text === '' ? [] : [{ path: '', value: root.text }]), ...below(root, '')];
}
