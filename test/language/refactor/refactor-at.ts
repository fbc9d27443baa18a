import { compile } from '../../../src/compiler/index.js';
import type { Range } from '../../../src/model/index.js';
import type { Refactoring, Selection } from '../../../src/language/refactor/refactoring.js';
import { refactoringsAt } from '../../../src/language/refactor/refactorings.js';
import { edited, pathOf, services, type ReadSite, type Texts } from '../support/read-site.js';

const { vocabulary } = services.parser.Lexer;

export const selectionOf = (site: ReadSite, path: string, range: Range): Selection => ({
  uri: `file:///site/${path}`,
  range,
  index: site.index,
  files: site.files,
  textOf: (uri) => site.texts[pathOf(uri)],
});

export const offeredAt = (site: ReadSite, path: string, range: Range): readonly Refactoring[] =>
  refactoringsAt(selectionOf(site, path, range), vocabulary);

/** The selection between the bars of a text; with one bar, the cursor. */
export function marked(text: string): { readonly text: string; readonly range: Range } {
  const [before = '', inside = '', after] = text.split('|');
  const start = positionAfter(before);
  const end = after === undefined ? start : positionAfter(before + inside);
  return { text: before + inside + (after ?? ''), range: { start, end } };
}

function positionAfter(text: string): Range['start'] {
  const lines = text.split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

export const applied = (site: ReadSite, refactoring: Refactoring): Texts =>
  edited(site.texts, refactoring.edits());

/** What hosts get, without where it comes from. */
export function compiledTexts({ checked }: ReadSite): Readonly<Record<string, string>> | undefined {
  if (!checked) return undefined;
  return Object.fromEntries(
    compile(checked).flatMap((host) =>
      host.artifacts.map((artifact) => [`${host.name}${artifact.path}`, artifact.content] as const),
    ),
  );
}
