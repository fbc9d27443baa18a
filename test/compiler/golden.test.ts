import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile, fileNameOf, manifestOf, type CompiledHost } from '../../src/compiler/index.js';
import { loadSites } from '../../src/language/index.js';
import type { CheckedNetwork } from '../../src/model/index.js';

/**
 * Each folder of golden/ is a site; expected/ beside it holds all that it compiles to, host by host: the files by their
 * path on the host, the manifest, and what no file can say. `UPDATE_GOLDENS=1 npx vitest run test/compiler/golden.test.ts`
 * writes them anew; read the difference before committing it.
 */
const goldens = fileURLToPath(new URL('golden/', import.meta.url));
const sites = readdirSync(goldens).sort();

async function networkOf(site: string): Promise<CheckedNetwork> {
  const loaded = await loadSites([join(goldens, site)]);
  if (!loaded.ok) throw new Error(loaded.message);
  const [only] = loaded.sites;
  if (!only?.checked)
    throw new Error(only?.findings.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return only.checked;
}

/** Omissions by the line of the text that they are about, 1-based as editors count. */
const omissionsOf = ({ omissions }: CompiledHost): string =>
  omissions.map(({ origin, message }) => `line ${origin.range.start.line + 1}: ${message}\n`).join('');

/** Path below expected/ → content. */
const treeOf = (hosts: readonly CompiledHost[]): ReadonlyMap<string, string> =>
  new Map(
    hosts.flatMap((host) => {
      const folder = fileNameOf(host.name);
      const omissions = omissionsOf(host);
      return [
        ...host.artifacts.map(({ path, content }) => [`${folder}${path}`, content] as const),
        [`${folder}/manifest.json`, `${JSON.stringify(manifestOf(host, '0.0.0'), undefined, 2)}\n`] as const,
        ...(omissions === '' ? [] : [[`${folder}/omissions.txt`, omissions] as const]),
      ];
    }),
  );

function readTree(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1), readFileSync(path, 'utf8')] as const;
    }),
  );
}

function writeTree(root: string, tree: ReadonlyMap<string, string>): void {
  rmSync(root, { recursive: true, force: true });
  for (const [path, content] of tree) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

describe('compile', () => {
  describe.each(sites)('of the site %s', (site) => {
    const root = join(goldens, site, 'expected');

    it('gives exactly the expected files', async () => {
      const tree = treeOf(compile(await networkOf(site)));
      if (process.env.UPDATE_GOLDENS === '1') writeTree(root, tree);
      const expected = readTree(root);
      expect([...tree.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [path, content] of tree) expect(content, path).toBe(expected.get(path));
    });

    it('gives the same bytes again, from a network that went through JSON too', async () => {
      const network = await networkOf(site);
      const again = JSON.parse(JSON.stringify(network)) as CheckedNetwork;
      expect(JSON.stringify(compile(again))).toBe(JSON.stringify(compile(network)));
    });

    it('says in the older words only what has newer ones', async () => {
      const network = await networkOf(site);
      const newer = compile(network).flatMap(({ artifacts }) => artifacts);
      const older = compile(network, { vocabulary: 'master' }).flatMap(({ artifacts }) => artifacts);
      const translate = (text: string): string =>
        text
          .replace(/^master=/gm, 'controller=')
          .replace(/^slave-type=/gm, 'port-type=')
          .replace(/^autoconnect-slaves=/gm, 'autoconnect-ports=');
      expect(older.map(({ content }) => translate(content))).toEqual(newer.map(({ content }) => content));
      for (const { content } of older)
        expect(content).not.toMatch(/^(controller|port-type|autoconnect-ports)=/m);
    });

    it('names for every field a place in the text', async () => {
      for (const { artifacts } of compile(await networkOf(site))) {
        for (const { fieldOrigins } of artifacts) {
          for (const { uri } of Object.values(fieldOrigins)) expect(uri).toMatch(/site\.kvmnet$/);
        }
      }
    });
  });

  it('compiles only the hosts asked for, to the same files', async () => {
    const network = await networkOf('rack');
    const all = compile(network);
    expect(compile(network, { hosts: ['kvm2'] })).toEqual(all.filter(({ name }) => name === 'kvm2'));
  });
});
