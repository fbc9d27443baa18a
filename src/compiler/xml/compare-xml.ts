import { compareFields, type FieldChange } from '../field-change.js';
import { canonicalXml } from './canonical-xml.js';
import type { XmlElement } from './xml-element.js';
import { xmlFields } from './xml-fields.js';

const fieldMap = (xml: XmlElement): ReadonlyMap<string, string> =>
  new Map(xmlFields(canonicalXml(xml)).map(({ path, value }) => [path, value]));

/**
 * The changes that turn the document that a host has into the one that it shall have, leaving out what libvirt and
 * firewalld add or write differently on their own (`canonicalXml`). Order of elements and attributes does not count.
 */
export const compareXml = (desired: XmlElement, actual: XmlElement): readonly FieldChange[] =>
  compareFields(fieldMap(desired), fieldMap(actual));
