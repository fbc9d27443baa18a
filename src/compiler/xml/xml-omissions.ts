import type { Element } from '../../model/index.js';
import type { HostContext } from '../host-context.js';
import { losesInXml } from './write-xml.js';
import type { XmlElement } from './xml-element.js';
import { xmlFields } from './xml-fields.js';

/** Notes the values of a document that XML cannot hold as they are. */
export function omitUnwritable(xml: XmlElement, subject: Element, { omit }: HostContext): void {
  for (const { value, origin } of xmlFields(xml).filter((field) => losesInXml(field.value))) {
    const message = `${JSON.stringify(value)} holds a character that XML 1.0 cannot hold; it is written as U+FFFD.`;
    omit({ subject: subject.id, origin: origin ?? subject.places.name, message });
  }
}
