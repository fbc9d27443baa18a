import { EmptyFileSystem } from 'langium';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository.js';
import type { Edit } from '../../../src/model/index.js';
import { parsedFile } from '../../../src/language/declarations/parse.js';
import { readDeclarations } from '../../../src/language/declarations/read-declarations.js';
import type { Declarations } from '../../../src/language/declarations/declaration.js';
import { applyTextEdits, textEditsOf } from '../../../src/language/edits/text-edits.js';
import { isSourceFile } from '../../../src/language/generated/ast.js';
import { createCoreServices } from '../../../src/language/module.js';
import { analyseSite, type SiteAnalysis } from '../../../src/language/site/analyse-site.js';

export const { kvmnet: services } = createCoreServices(EmptyFileSystem);
const { vocabulary } = services.parser.Lexer;

/** Files by path below the root of a site. */
export type Texts = Readonly<Record<string, string>>;

const uriOf = (path: string): string => `file:///site/${path}`;
export const pathOf = (uri: string): string => uri.slice('file:///site/'.length);

/** A site made of some texts, read and analysed. */
export interface ReadSite extends SiteAnalysis {
  readonly texts: Texts;
  readonly files: readonly Declarations[];
}

export function readSite(texts: Texts): ReadSite {
  const files = Object.entries(texts).map(([path, text]) => {
    const result = services.parser.LangiumParser.parse(text);
    const { value } = result;
    if (!isSourceFile(value)) throw new Error('The parser gave no file.');
    return readDeclarations(parsedFile(uriOf(path), { ...result, value }, services)).declarations;
  });
  return { texts, files, ...analyseSite('file:///site', files) };
}

/** The texts after some edits. */
export function edited(texts: Texts, edits: readonly Edit[]): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => {
      const own = edits.filter(({ at }) => at.uri === uriOf(path));
      return [path, applyTextEdits(text, textEditsOf(own, text, vocabulary))];
    }),
  );
}

/** Each folder of examples/ with what its files import, by name. */
export function exampleSites(): Readonly<Record<string, Texts>> {
  const root = join(repositoryRoot, 'examples');
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const sites = folders.flatMap(({ name }): readonly (readonly [string, Texts])[] => {
    const files = readdirSync(join(root, name)).filter((file) => file.endsWith('.kvmnet'));
    return [
      [
        name,
        withImports(
          root,
          files.map((file) => `${name}/${file}`),
        ),
      ],
    ];
  });
  return Object.fromEntries(sites);
}

function withImports(root: string, paths: readonly string[]): Texts {
  const texts: Record<string, string> = {};
  const queue = [...paths];
  for (const path of queue) {
    const text = readFileSync(join(root, path), 'utf8');
    texts[path] = text;
    for (const [, target = ''] of text.matchAll(/^import "([^"]+)"/gm)) {
      const imported = relative('.', normalize(join(dirname(path), target)));
      if (!queue.includes(imported)) queue.push(imported);
    }
  }
  return texts;
}
