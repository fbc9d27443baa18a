import { EmptyFileSystem } from 'langium';
import { expect, it } from 'vitest';
import { keywordDocumentation } from '../../src/language/hover/keyword-documentation.js';
import { createCoreServices } from '../../src/language/module.js';

it('explains every keyword of the grammar in every block that has it', () => {
  const { topLevel, blocks } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer.vocabulary;
  const silent = [topLevel, ...blocks.values()].flatMap(({ rule, uses }) =>
    [...uses.keys()]
      .filter((keyword) => keywordDocumentation(rule, keyword) === undefined)
      .map((keyword) => `${rule} ${keyword}`),
  );
  expect(silent).toEqual([]);
});
