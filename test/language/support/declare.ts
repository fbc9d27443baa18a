import { EmptyFileSystem } from 'langium';
import type { ReadFile } from '../../../src/language/declarations/read-declarations.js';
import { readDeclarations } from '../../../src/language/declarations/read-declarations.js';
import { parsedFile } from '../../../src/language/declarations/parse.js';
import { isSourceFile } from '../../../src/language/generated/ast.js';
import { createCoreServices } from '../../../src/language/module.js';

const { kvmnet } = createCoreServices(EmptyFileSystem);

/** What a text declares; `earlier` is what the same file declared before. */
export function declare(name: string, text: string, earlier?: ReadFile): ReadFile {
  const result = kvmnet.parser.LangiumParser.parse(text);
  const { value } = result;
  if (!isSourceFile(value)) throw new Error('The parser gave no file.');
  return readDeclarations(parsedFile(`file:///site/${name}`, { ...result, value }, kvmnet), earlier);
}
