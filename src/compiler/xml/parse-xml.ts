import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import type { Parsed } from '../../model/index.js';
import type { XmlElement } from './xml-element.js';

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

/** References are resolved here: the library limits how many it resolves, and would do so inside CDATA sections. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
});

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function characterOf(code: number, reference: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}

/** The five names and the numbers of XML 1.0 (4.1, 4.6). Without a DOCTYPE there are no others. */
const resolve = (text: string): string =>
  text.replace(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(amp|lt|gt|quot|apos));/g,
    (reference: string, decimal?: string, hexadecimal?: string, name?: string) => {
      if (decimal !== undefined) return characterOf(Number.parseInt(decimal, 10), reference);
      if (hexadecimal !== undefined) return characterOf(Number.parseInt(hexadecimal, 16), reference);
      return NAMED[name ?? ''] ?? reference;
    },
  );

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asString = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The library gives an array of `{ NAME: children, ':@': attributes }`, `{ '#text': text }` and `{ '#cdata': [text] }`. */
function elementsOf(nodes: unknown): readonly XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => {
    if (!isRecord(node)) return [];
    const name = Object.keys(node).find((key) => ![ATTRIBUTES, TEXT, CDATA].includes(key));
    if (name === undefined) return [];
    const attributes = isRecord(node[ATTRIBUTES]) ? Object.entries(node[ATTRIBUTES]) : [];
    const children = elementsOf(node[name]);
    return [
      {
        name,
        attributes: attributes.map(([attribute, value]) => ({
          name: attribute,
          value: resolve(asString(value)),
        })),
        children,
        text: children.length > 0 ? '' : textOf(node[name]),
      },
    ];
  });
}

const rawTextOf = (node: unknown): string => (isRecord(node) ? asString(node[TEXT]) : '');

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return nodes
    .map((node: unknown) => {
      if (!isRecord(node)) return '';
      // Inside a CDATA section nothing is a reference.
      if (Array.isArray(node[CDATA])) return node[CDATA].map((part: unknown) => rawTextOf(part)).join('');
      return resolve(rawTextOf(node));
    })
    .join('');
}

/**
 * Reads XML that a host gave. Indentation between elements is dropped, the text of an element without children is
 * kept as it is. Documents with a DOCTYPE are refused: neither libvirt nor firewalld writes one.
 */
export function parseXml(text: string): Parsed<XmlElement> {
  if (/<!DOCTYPE/i.test(text)) return { ok: false, problem: 'The XML holds a DOCTYPE, which is not read.' };
  try {
    SyntaxValidator.validate(text);
    const [root, ...others] = elementsOf(parser.parse(text));
    if (root && others.length === 0) return { ok: true, value: root };
    return { ok: false, problem: 'The XML does not have exactly one root element.' };
  } catch (error) {
    // Both libraries throw: one for what is not well-formed, the other for names that JavaScript reserves.
    return {
      ok: false,
      problem: `The XML cannot be read: ${error instanceof Error ? error.message : 'unknown'}`,
    };
  }
}
