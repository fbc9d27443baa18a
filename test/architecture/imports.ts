import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Paths of the TypeScript sources of a folder, generated ones excluded, relative to the root, with `/`. */
export function sourcesOf(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.includes('/generated/'))
    .sort();
}

/** What a source imports, type imports and re-exports included, exactly as written. */
export function importsOf(path: string): readonly string[] {
  return ts
    .preProcessFile(readFileSync(join(root, path), 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => fileName);
}

/** The path below the root that a relative import leads to. */
export function targetOf(path: string, specifier: string): string {
  return relative(root, resolve(root, dirname(path), specifier))
    .split(sep)
    .join('/');
}

/** `ssh2/lib/x` → `ssh2`, `@scope/name/x` → `@scope/name`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** Rows of the table in ARCHITECTURE.md that has this heading: the code words of each cell. */
function tableRows(heading: string): readonly (readonly (readonly string[])[])[] {
  const lines = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.replace(/\s+/g, ' ').trim() === heading);
  if (start < 0) throw new Error(`ARCHITECTURE.md has no table headed ${heading}`);
  const rows: string[] = [];
  for (let i = start + 2; lines[i]?.startsWith('|') === true; i++) rows.push(lines[i] ?? '');
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')),
  );
}

/** room → rooms that it may import, as ARCHITECTURE.md says. */
export function documentedWalls(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    tableRows('| room | what it is | may import |').map(([room, , may]) => [
      (room?.[0] ?? '').replace('src/', ''),
      may ?? [],
    ]),
  );
}

/** package → the one room that may import it, as ARCHITECTURE.md says. */
export function documentedEdges(): ReadonlyMap<string, string> {
  return new Map(tableRows('| package | room |').map(([name, room]) => [name?.[0] ?? '', room?.[0] ?? '']));
}
