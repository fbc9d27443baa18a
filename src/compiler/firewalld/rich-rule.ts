import { parseRichRule, type Parsed, type RichRuleElement } from '../../model/index.js';
import { element, type XmlElement } from '../xml/xml-element.js';

const toXml = ({ name, attributes, children }: RichRuleElement): XmlElement =>
  element(name, Object.fromEntries(attributes), children.map(toXml));

/** A rule of firewalld's rich language as the `<rule>` of a zone's XML, which knows no strings. */
export function richRuleElement(text: string): Parsed<XmlElement> {
  const rule = parseRichRule(text);
  return rule.ok ? { ok: true, value: toXml(rule.value) } : rule;
}
