import type { Origin } from '../../model/index.js';
import type { Placed } from '../placed.js';

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  readonly origin?: Origin;
}

/** An element holds elements or text, never both: libvirt and firewalld know no mixed content. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly text: string;
  /** Where the text, or an element without attributes, comes from. */
  readonly origin?: Origin;
}

type Value = string | number | Placed<string | number>;

const place = (value: Value): { readonly value: string; readonly origin?: Origin } => {
  if (typeof value !== 'object') return { value: String(value) };
  return { value: String(value.value), ...(value.origin && { origin: value.origin }) };
};

/** An element with attributes and children; those that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Value | undefined>> = {},
  children: readonly (XmlElement | undefined)[] = [],
  origin?: Origin,
): XmlElement {
  return {
    name,
    attributes: Object.entries(attributes).flatMap(([attribute, value]) =>
      value === undefined ? [] : [{ name: attribute, ...place(value) }],
    ),
    children: children.filter((child) => child !== undefined),
    text: '',
    ...(origin && { origin }),
  };
}

/** An element that holds text. */
export function textElement(name: string, text: Value): XmlElement {
  const { value, ...rest } = place(text);
  return { name, attributes: [], children: [], text: value, ...rest };
}

export const attributeOf = (xml: XmlElement, name: string): string | undefined =>
  xml.attributes.find((attribute) => attribute.name === name)?.value;

export const childrenOf = (xml: XmlElement, name: string): readonly XmlElement[] =>
  xml.children.filter((child) => child.name === name);
