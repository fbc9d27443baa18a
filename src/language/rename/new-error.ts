import type { Edit } from '../../model/index.js';
import type { Declarations } from '../declarations/declaration.js';
import { parsedFile } from '../declarations/parse.js';
import { readDeclarations } from '../declarations/read-declarations.js';
import { applyTextEdits, textEditOf } from '../edits/text-edits.js';
import { isSourceFile } from '../generated/ast.js';
import type { KvmnetCoreServices } from '../module.js';
import { analyseSite } from '../site/analyse-site.js';
import type { NamedSite } from './rename.js';

/**
 * What would be wrong after some edits that is not wrong now: the message of the first error of a kind that there would
 * be more of. Reads the site once more as it would be.
 */
export function newErrorAfter(
  edits: readonly Edit[],
  { files, index }: NamedSite,
  services: KvmnetCoreServices,
  textOf: (uri: string) => string | undefined,
): string | undefined {
  const { folder } = index.network;
  const changed = new Set(edits.map(({ at }) => at.uri));
  const after = files.map((file) => (changed.has(file.uri) ? edited(file, edits, services, textOf) : file));
  const before = countByCode(errorsOf(folder, files));
  for (const { code, message } of errorsOf(folder, after)) {
    const left = (before.get(code) ?? 0) - 1;
    if (left < 0) return message;
    before.set(code, left);
  }
  return undefined;
}

const errorsOf = (folder: string, files: readonly Declarations[]) =>
  analyseSite(folder, files).findings.filter(({ severity }) => severity === 'error');

function countByCode(findings: readonly { readonly code: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

function edited(
  file: Declarations,
  edits: readonly Edit[],
  services: KvmnetCoreServices,
  textOf: (uri: string) => string | undefined,
): Declarations {
  const text = textOf(file.uri);
  if (text === undefined) return file;
  const { Lexer, LangiumParser } = services.parser;
  const own = edits.filter(({ at }) => at.uri === file.uri);
  const result = LangiumParser.parse(
    applyTextEdits(
      text,
      own.map((edit) => textEditOf(edit, text, Lexer.vocabulary)),
    ),
  );
  const { value } = result;
  return isSourceFile(value)
    ? readDeclarations(parsedFile(file.uri, { ...result, value }, services)).declarations
    : file;
}
