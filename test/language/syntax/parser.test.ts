import { EmptyFileSystem, type LexerResult } from 'langium';
import { describe, expect, it } from 'vitest';
import { parsedFile } from '../../../src/language/declarations/parse.js';
import { isSourceFile } from '../../../src/language/generated/ast.js';
import { createCoreServices } from '../../../src/language/module.js';

describe('the parser', () => {
  it('counts a file as empty that it cannot bear, says so, and reads the next one', () => {
    const { kvmnet } = createCoreServices(EmptyFileSystem);
    const { LangiumParser, Lexer } = kvmnet.parser;
    const tokenize = Lexer.tokenize.bind(Lexer);
    // Stands for a stack that overflows in the middle of a file, which depends on the machine.
    Lexer.tokenize = (text): LexerResult => {
      const result = tokenize(text);
      if (!text.includes('unbearable')) return result;
      const [first, ...rest] = result.tokens;
      const bomb = new Proxy(first ?? ({} as never), {
        get: (target, property): unknown => {
          if (property === 'image') throw new RangeError('Maximum call stack size exceeded');
          return Reflect.get(target, property);
        },
      });
      return { ...result, tokens: [...rest, bomb] };
    };
    const read = (text: string) => {
      const result = LangiumParser.parse(text);
      if (!isSourceFile(result.value)) throw new Error('No file.');
      return parsedFile('file:///a.kvmnet', { ...result, value: result.value }, kvmnet);
    };
    const broken = read('network unbearable { roles vm }');
    expect(broken.syntaxFindings.map(({ code }) => code)).toEqual(['syntax/too-broken']);
    expect(broken.root.declarations).toEqual([]);
    expect(read('network unbearable { }').root.declarations).toEqual([]);
    expect(read('network tenant { roles vm }').root.declarations).toHaveLength(1);
  });
});
