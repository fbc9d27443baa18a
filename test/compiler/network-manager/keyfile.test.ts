import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKeyfile, unescapeItems, unescapeText, writeKeyfile } from '../../../src/compiler/index.js';
import { entry, listEntry, section, type Keyfile } from '../../../src/compiler/network-manager/keyfile.js';
import { losesInKeyfile } from '../../../src/compiler/network-manager/keyfile-escapes.js';

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', '\\', ';', '=', '#', '[', ']', 's', 'n', 'x') }),
  fc.constantFrom(
    '$(reboot)',
    '\n[ipv4]\nmethod=auto',
    '#',
    ' leading',
    'trailing ',
    '\0',
    '\ud800',
    '\u202e',
  ),
);

const writable = (text: string): string =>
  Array.from(text, (character) => (losesInKeyfile(character) ? '\ufffd' : character)).join('');

const read = (keyfile: Keyfile): Keyfile => {
  const parsed = parseKeyfile(writeKeyfile(keyfile));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

describe('keyfile', () => {
  it('reads back every value that it writes, and nothing else, whatever the value holds', () => {
    fc.assert(
      fc.property(value, value, (first, second) => {
        const keyfile = {
          sections: [
            section('connection', entry('id', first), entry('zone', second)),
            section('user', entry('a.b', first)),
          ],
        };
        const back = read(keyfile);
        expect(back.sections.map(({ name, entries }) => [name, entries.map(({ key }) => key)])).toEqual([
          ['connection', ['id', 'zone']],
          ['user', ['a.b']],
        ]);
        expect(back.sections.flatMap(({ entries }) => entries.map(({ raw }) => unescapeText(raw)))).toEqual(
          [first, second, first].map(writable),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('reads back every list that it writes', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (items) => {
        const [back] = read({
          sections: [
            section(
              'ipv4',
              listEntry(
                'dns-search',
                items.map((item) => ({ value: item })),
              ),
            ),
          ],
        }).sections;
        expect(unescapeItems(back?.entries[0]?.raw ?? '')).toEqual(items.map(writable));
      }),
      { numRuns: 500 },
    );
  });

  it('writes as GLib does', () => {
    const text = writeKeyfile({
      sections: [
        section('connection', entry('id', '  we=ird "x"; a\\b #1 ä\t.'), entry('zone', undefined)),
        section('ethernet'),
        section(
          'ipv4',
          listEntry('dns', [{ value: '192.0.2.53' }, { value: 'a;b' }]),
          listEntry('dns-search', []),
        ),
      ],
    });
    expect(text).toBe('[connection]\nid=\\s\\swe=ird "x"; a\\\\b #1 ä\t.\n\n[ipv4]\ndns=192.0.2.53;a\\;b;\n');
  });

  it('reads as GLib does: comments, blanks, CRLF, groups and keys that come twice', () => {
    const parsed = parseKeyfile('# c\r\n\r\n[a]\r\n key = x \r\n[b]\nk=1\n[a]\nkey=y=z\n  # d\nother=\n');
    expect(parsed).toEqual({
      ok: true,
      value: {
        sections: [
          {
            name: 'a',
            entries: [
              { key: 'key', raw: 'y=z' },
              { key: 'other', raw: '' },
            ],
          },
          { name: 'b', entries: [{ key: 'k', raw: '1' }] },
        ],
      },
    });
  });

  it.each(['key=1', '[a]\nno value', '[a]\n=1', '[a\nb=1'])('refuses %j with its line', (text) => {
    expect(parseKeyfile(text)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^Line \d/) as unknown,
    });
  });

  it('says which characters it cannot keep', () => {
    expect(losesInKeyfile('ä 😀 \n\u001b')).toBe(false);
    for (const lost of ['\0', '\f', '\ud800', '\udc00']) expect(losesInKeyfile(`a${lost}b`)).toBe(true);
  });
});
