import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { AstUtils, EmptyFileSystem, type AstNode, type ParseResult } from 'langium';
import { describe, expect, it } from 'vitest';
import { parsedFile } from '../../../src/language/declarations/parse.js';
import { readDeclarations } from '../../../src/language/declarations/read-declarations.js';
import type { SourceFile } from '../../../src/language/generated/ast.js';
import { createCoreServices } from '../../../src/language/module.js';
import { cutAgain, cutIntoSections } from '../../../src/language/syntax/sections.js';

const { kvmnet } = createCoreServices(EmptyFileSystem);
const { LangiumParser: parser, Lexer } = kvmnet.parser;
const cut = (text: string) => cutIntoSections(text, Lexer.vocabulary);
const EXAMPLE = readFileSync(new URL('../../../examples/rack/hosts.kvmnet', import.meta.url), 'utf8');

/** Everything that can be seen of a result. */
function seen(result: ParseResult<SourceFile>): unknown {
  const nodes = [...AstUtils.streamAst(result.value)].map((node: AstNode) => [
    node.$type,
    node.$containerProperty,
    node.$containerIndex,
    node.$cstNode?.text,
    node.$cstNode?.offset,
    node.$cstNode?.end,
    node.$cstNode?.range,
    AstUtils.findRootNode(node) === result.value,
  ]);
  const file = parsedFile('file:///a.kvmnet', result, kvmnet);
  return { nodes, comments: file.comments, ...readDeclarations(file).declarations };
}

const parse = (text: string): ParseResult<SourceFile> => parser.parse<SourceFile>(text);

describe('sections of a file', () => {
  it('begin on the lines of top-level declarations, wherever braces are missing', () => {
    const texts = cut('// head\n\nhost a {\n  nic eth0 {\n\nguest b { }  host c\nnetwork d\n').map(
      ({ text }) => text,
    );
    expect(texts).toEqual([
      '// head\n\n',
      'host a {\n  nic eth0 {\n\n',
      'guest b { }  host c\n',
      'network d\n',
    ]);
  });

  it('know how many lines they end, with every kind of line end', () => {
    expect(cut('host a\r\nhost b\rhost c\nhost d').map(({ lines }) => lines)).toEqual([1, 1, 1, 0]);
  });

  it('are none of an empty file', () => {
    expect(cut('')).toEqual([]);
  });

  it('are looked for only around a change', () => {
    const before = Array.from(
      { length: 100 },
      (_, i) => `host kvm${String(i)} {\n  number ${String(i)}\n}\n`,
    ).join('');
    const after = before.replace('number 50', 'number 550\n');
    const { before: kept, changed, after: left } = cutAgain(before, cut(before), after, Lexer.vocabulary);
    expect([kept, changed.length, left]).toEqual([49, 2, 49]);
  });

  it('come out of a change as out of a text that was never another one', () => {
    const snippets = fc.constantFrom(
      ...[
        '{',
        '}',
        '"',
        '/*',
        '*/',
        '//',
        '\n',
        '\r\n',
        ' ',
        'host x {',
        '\nhost y\n',
        'guest',
        'import "a"',
        ',',
        '\u0000',
      ],
      ...[
        'network',
        '  nic eth9 { mtu 9000 }\n',
        'n',
        'host',
        '\n\n\nzone z { target drop }\n',
        '/// says\n',
      ],
    );
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.oneof(fc.constant(0), fc.nat(40)),
      insert: fc.oneof(fc.constant(''), snippets),
    });
    const start = EXAMPLE.slice(0, 4_000);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        let text = start;
        let result = parse(text);
        for (const { at, remove, insert } of changes) {
          const offset = Math.floor(at * text.length);
          text = text.slice(0, offset) + insert + text.slice(offset + remove);
          result = parser.parseAgain(result, text);
        }
        expect(seen(result)).toEqual(seen(parse(text)));
        expect(result.value.$cstNode?.root.fullText).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it('that did not change are not parsed again', () => {
    const before = parse(
      'host a { number 1 }\nhost b { number 2 }\nhost c { number 3 }\nhost d { number 4 }\n',
    );
    const [a, b, c, d] = before.value.declarations;
    const after = parser.parseAgain(
      before,
      'host a { number 1 }\nhost b { number 2 }\nhost c { number 33 }\n\nhost d { number 4 }\n',
    );
    const now = after.value.declarations;
    expect([now[0] === a, now[1] === b, now[2] === c, now[3] === d]).toEqual([true, true, false, true]);
    expect(now[3]?.$cstNode?.range.start).toEqual({ line: 4, character: 0 });
  });

  it('keep their errors to themselves', () => {
    const { value, lexerReport, ...rest } = parse('host a {\n  nic eth0 {\nhost b { number 2 }\n');
    expect(value.declarations.map(({ name }) => name)).toEqual(['a', 'b']);
    const findings = parsedFile(
      'file:///a.kvmnet',
      { value, ...rest, ...(lexerReport && { lexerReport }) },
      kvmnet,
    ).syntaxFindings;
    expect(findings.map(({ message, origin }) => [message, origin.range.start])).toEqual([
      ["The block of a NIC is not closed: a '}' is missing before 'host'.", { line: 2, character: 0 }],
    ]);
  });
});
