import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFrames, parseFrames } from '../../../src/deploy/framed-text.js';
import { formatBundle, formatLines } from '../../../src/deploy/transaction/bundle.js';
import { smallPlan } from '../support/small-plan.js';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '$(reboot)',
    ']]>',
    '"',
    "'",
    "it's\n@ end\n",
    '@ apply',
    '\n@ apply\n up\tbond9\n',
    'a\r\nb\tc',
    '\0',
    '\u200f',
    '\u202e',
    '\\',
    '-',
  ),
);
const isText = (one: string): boolean => !one.includes('\0');
const withNewline = (one: string): string => (one === '' || one.endsWith('\n') ? one : `${one}\n`);

describe('What is sent to a host', () => {
  it('keeps any text inside its frame', () => {
    fc.assert(
      fc.property(fc.array(text.filter(isText)), (texts) => {
        const frames = texts.map((one, at) => ({ name: `data/${at}`, text: one }));
        expect(parseFrames(formatFrames(frames))).toEqual(
          frames.map((frame) => ({ ...frame, text: withNewline(frame.text) })),
        );
      }),
    );
  });

  it('is no name of two lines, and no text that no file can hold', () => {
    for (const name of ['a\nb', 'a\0b']) expect(() => formatFrames([{ name, text: '' }])).toThrow('Not text');
    expect(() => formatFrames([{ name: 'a', text: 'b\0c' }])).toThrow('Not text');
    expect(() => formatFrames([{ name: "$(x) '", text: "$(x) '" }])).not.toThrow();
  });

  it('keeps any text inside its field, and gives no line or field more', () => {
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 1 })), (lines) => {
        const written = formatLines(lines);
        const read = written.split('\n').slice(0, -1);
        expect(read.map((line) => line.split('\t').length)).toEqual(lines.map((fields) => fields.length));
        expect(written).not.toMatch(/[\r\0]|\t\t|^\t|\t$/m);
      }),
    );
  });

  it('leaves fields alone in which nothing separates', () => {
    expect(formatLines([['up', "it's $(x) ]]>\u202e", '']])).toBe("up\tit's $(x) ]]>\u202e\t-\n");
  });

  it('has the same frames whatever its author, its lines and its files say', () => {
    const frameNames = (bundle: string): readonly string[] | undefined =>
      parseFrames(bundle)?.map(({ name }) => name);
    const options = { token: 'token', at: '2026-01-31T12:00:00.000Z', window: 60 };
    const plain = frameNames(formatBundle(smallPlan(), { ...options, author: 'alice@desk' }));
    fc.assert(
      fc.property(text, text.filter(isText), (hostile, content) => {
        const { work } = smallPlan();
        const plan = smallPlan({
          work: {
            ...work,
            apply: [['up', hostile]],
            data: { 'data/1': content },
            record: { ...work.record, host: hostile },
          },
        });
        const bundle = formatBundle(plan, { ...options, author: hostile });
        const frames = parseFrames(bundle) ?? [];
        const textOf = (wanted: string): string => frames.find(({ name }) => name === wanted)?.text ?? '';
        expect(frameNames(bundle)).toEqual(plain);
        expect(textOf('owner').split('\n')).toHaveLength(2);
        expect(textOf('apply').split('\n')).toHaveLength(2);
        expect(textOf('data/1')).toBe(withNewline(content));
        expect(JSON.parse(textOf('record'))).toMatchObject({ author: hostile, host: hostile });
      }),
    );
  });
});
