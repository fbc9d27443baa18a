import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { element, parseXml, textElement, writeXml, type XmlElement } from '../../../src/compiler/index.js';
import { losesInXml } from '../../../src/compiler/xml/write-xml.js';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
/** Hostile pieces among arbitrary characters, surrogate halves and controls included. */
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', "'", '"', ']]>', '\n', '\r', '\t', ' ', '&#10;', '&amp;', '<!--'),
  }),
  fc.constantFrom(
    '$(reboot)',
    ']]>',
    '<![CDATA[',
    '<!DOCTYPE',
    '<?xml?>',
    '\u202e',
    '\0',
    '\ud800',
    '\ufffe',
  ),
);

const tree: fc.Memo<XmlElement> = fc.memo((depth) =>
  fc
    .tuple(
      name,
      fc.dictionary(name, value, { maxKeys: 3 }),
      depth <= 1 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 3 }),
      value,
    )
    .map(([tag, attributes, children, text]) =>
      children.length > 0 ? element(tag, attributes, children) : { ...element(tag, attributes), text },
    ),
);

/** What must come back: the same, but for characters that XML cannot hold. */
const writable = (text: string): string =>
  Array.from(text, (character) => (losesInXml(character) ? '\ufffd' : character)).join('');
const expected = (xml: XmlElement): XmlElement => ({
  name: xml.name,
  attributes: xml.attributes.map((attribute) => ({ name: attribute.name, value: writable(attribute.value) })),
  children: xml.children.map(expected),
  text: writable(xml.text),
});

describe('XML', () => {
  it('reads back every value that it writes, whatever the value holds', () => {
    fc.assert(
      fc.property(tree(3), (xml) => {
        expect(parseXml(writeXml(xml))).toEqual({ ok: true, value: expected(xml) });
      }),
      { numRuns: 500 },
    );
  });

  it('writes text that mentions a DOCTYPE without becoming one', () => {
    const xml = textElement('a', '<!DOCTYPE x [<!ENTITY y "z">]>');
    expect(parseXml(writeXml(xml))).toMatchObject({
      ok: true,
      value: { text: '<!DOCTYPE x [<!ENTITY y "z">]>' },
    });
  });

  it('says which characters it cannot keep', () => {
    expect(losesInXml('ä 😀 \t\r\n ]]>')).toBe(false);
    for (const lost of ['\0', '\u001b', '\ud800', '\udc00', '\ufffe', '\uffff'])
      expect(losesInXml(`a${lost}b`)).toBe(true);
    expect(writeXml(textElement('a', 'x\0y'))).toBe('<a>x\ufffdy</a>\n');
  });

  it.each([
    ['nothing', ''],
    ['text alone', 'x'],
    ['an open element', '<a>'],
    ['crossed elements', '<a><b></a></b>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['two roots', '<a/><b/>'],
    ['a repeated attribute', "<a b='1' b='2'/>"],
    ['a DOCTYPE', "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"],
    ['a name that JavaScript reserves', '<a><__proto__/></a>'],
  ])('refuses %s with a sentence', (_, text) => {
    expect(parseXml(text)).toEqual({ ok: false, problem: expect.stringMatching(/^The XML .+/) as unknown });
  });

  it('reads what it does not write: declarations, comments, CDATA, references and double quotes', () => {
    const text = `<?xml version="1.0" encoding="utf-8"?>
      <!-- by hand -->
      <zone target="&#x41;CCEPT">
        <short><![CDATA[a & <b> &amp;]]> &lt;&#33;&#x21;&bogus;</short>
        <!-- no --> <forward/>
      </zone>`;
    const read = parseXml(text);
    expect(read.ok && read.value).toEqual(
      element('zone', { target: 'ACCEPT' }, [
        textElement('short', 'a & <b> &amp; <!!&bogus;'),
        element('forward'),
      ]),
    );
  });
});
