import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import {
  documentedEdges,
  documentedWalls,
  importsOf,
  packageOf,
  root,
  sourcesOf,
  targetOf,
} from './imports.js';

const walls = documentedWalls();
const edges = documentedEdges();
const rooms = [...walls.keys()];
const pure = ['model', 'rules', 'compiler', 'topology', 'protocol'];

/** The regular expressions that the linter refuses imports by, as its configuration resolves for a file of the room. */
async function refusedByLinter(room: string): Promise<readonly RegExp[]> {
  const config: unknown = await new ESLint({ cwd: root }).calculateConfigForFile(
    join(root, `src/${room}/index.ts`),
  );
  const rule = (config as { rules: Record<string, [number, { patterns: { regex: string }[] }]> }).rules[
    'no-restricted-imports'
  ];
  expect(rule?.[0], `the linter refuses imports in ${room}`).toBe(2);
  return (rule?.[1].patterns ?? []).map(({ regex }) => new RegExp(regex));
}

function referencesOf(room: string): readonly string[] {
  const text = readFileSync(join(root, `src/${room}/tsconfig.json`), 'utf8');
  const config = JSON.parse(text) as { references: { path: string }[] };
  return config.references.map(({ path }) => path.replace('../', ''));
}

describe('walls', () => {
  it('names every room of src and no other', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).sort()).toEqual([...rooms].sort());
  });

  describe.each(rooms)('of %s', (room) => {
    const allowed = walls.get(room) ?? [];
    const sources = sourcesOf(`src/${room}`);
    const imports = sources.flatMap((path) => importsOf(path).map((specifier) => ({ path, specifier })));

    it('let through only the rooms in the table, through their index.ts', () => {
      const wrong = imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ path, specifier }) => ({ path, target: targetOf(path, specifier) }))
        .filter(({ target }) => !target.startsWith(`src/${room}/`))
        .filter(({ target }) => !allowed.some((other) => target === `src/${other}/index.js`));
      expect(wrong).toEqual([]);
    });

    it('keep packages in the rooms that own them', () => {
      const wrong = imports.filter(({ specifier }) => {
        const owner = edges.get(packageOf(specifier));
        return owner !== undefined && owner !== room;
      });
      expect(wrong).toEqual([]);
    });

    it('keep Node and the DOM out of pure rooms', () => {
      if (!pure.includes(room)) return;
      expect(imports.filter(({ specifier }) => specifier.startsWith('node:'))).toEqual([]);
      const config = JSON.parse(readFileSync(join(root, `src/${room}/tsconfig.json`), 'utf8')) as {
        compilerOptions: { types: string[]; lib: string[] };
      };
      expect(config.compilerOptions).toMatchObject({ types: [], lib: ['ES2023'] });
    });

    it('stand in the linter as in the table', async () => {
      const refused = await refusedByLinter(room);
      const isRefused = (specifier: string): boolean => refused.some((regex) => regex.test(specifier));
      for (const other of rooms.filter((name) => name !== room)) {
        expect(isRefused(`../${other}/index.js`), `${room} → ${other}`).toBe(!allowed.includes(other));
        expect(isRefused(`../../${other}/inner/file.js`), `${room} → inside of ${other}`).toBe(true);
      }
      for (const [name, owner] of edges) expect(isRefused(name), `${room} → ${name}`).toBe(owner !== room);
    });

    it('stand in the project references as in the table', () => {
      expect([...referencesOf(room)].sort()).toEqual([...allowed].sort());
    });
  });

  it('have no way round in a circle', () => {
    const reach = (room: string, seen: readonly string[]): readonly string[] =>
      seen.includes(room) ? [room] : (walls.get(room) ?? []).flatMap((next) => reach(next, [...seen, room]));
    expect(rooms.filter((room) => reach(room, []).includes(room))).toEqual([]);
  });
});
