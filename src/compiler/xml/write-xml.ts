import type { XmlElement } from './xml-element.js';

/**
 * Characters that XML 1.0 cannot hold, not even escaped (section 2.2, production Char): control characters but tab and
 * line ends, halves of surrogate pairs, and the two noncharacters.
 */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** True when `writeXml` must replace a character of the text: the caller says so to the person. */
export const losesInXml = (text: string): boolean => text.search(NOT_XML) >= 0;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const replaceForbidden = (text: string): string => text.replace(NOT_XML, '\ufffd');

/** `>` too, so that `]]>` never appears; a carriage return would be read back as a line feed (XML 1.0, 2.11). */
const escapeText = (text: string): string =>
  replaceForbidden(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);

/** Line ends and tabs would be read back as spaces (XML 1.0, 3.3.3). */
const escapeAttribute = (text: string): string =>
  replaceForbidden(text).replace(/[&<>'\t\n\r]/g, (character) => ESCAPES[character] ?? character);

function lines(xml: XmlElement, indent: string): readonly string[] {
  const attributes = xml.attributes.map(({ name, value }) => ` ${name}='${escapeAttribute(value)}'`).join('');
  const open = `${indent}<${xml.name}${attributes}`;
  if (xml.children.length > 0) {
    const inner = xml.children.flatMap((child) => lines(child, `${indent}  `));
    return [`${open}>`, ...inner, `${indent}</${xml.name}>`];
  }
  return [xml.text === '' ? `${open}/>` : `${open}>${escapeText(xml.text)}</${xml.name}>`];
}

/**
 * The document as libvirt prints its own: two spaces, single quotes, closing line end. Whatever a value holds stays
 * inside its field; what XML 1.0 cannot hold becomes U+FFFD (see `losesInXml`).
 */
export const writeXml = (root: XmlElement): string => `${lines(root, '').join('\n')}\n`;

/** The same with the declaration that firewalld writes. */
export const writeXmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${writeXml(root)}`;
