import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectionsToLock } from '../../scripts/audit.js';
import { VERSION } from '../../src/cli/version.js';
import { root, sourcesOf } from './imports.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Files that git knows or would add. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && !/\.(png|ttf)$/.test(path));

const sources = ['src', 'test', 'lab', 'scripts'].flatMap(sourcesOf);

describe('house rules', () => {
  it('keep the version in one piece', () => {
    expect((JSON.parse(read('package.json')) as { version: string }).version).toBe(VERSION);
  });

  it('keep addresses of registries out of the lock file', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });

  it('keep one ssh2 without known holes, and no fork of it', () => {
    expect(objectionsToLock(read('package-lock.json'))).toEqual([]);
  });

  it('keep file names in kebab-case', () => {
    const wrong = sources.filter((path) => !/^[a-z0-9/.-]+$/.test(path));
    expect(wrong).toEqual([]);
  });

  it('keep paths of machines out of the tree', () => {
    const home = new RegExp(String.raw`(^|[^.\w])(/root|/home/[a-z]+)/\w`);
    // Where the working copy lies; pages may name the temporary folder.
    const parent = dirname(root);
    const here = parent === tmpdir() ? root : parent;
    const wrong = files.filter((path) => {
      const text = read(path);
      // The working copy of a continuous integration may lie at the top of the file system: nothing to look for then.
      return (here.length > 1 && new RegExp(String.raw`(^|[^.\w])${here}/\w`).test(text)) || home.test(text);
    });
    expect(
      wrong.filter(
        (path) => !/^(test\/)?lab\//.test(path) && path !== 'test/architecture/house-rules.test.ts',
      ),
    ).toEqual([]);
  });

  it('leave nothing for later in the sources', () => {
    const marks = new RegExp(
      [
        'TO' + 'DO',
        'FIX' + 'ME',
        'XX' + 'X',
        String.raw`\b(it|test|describe)\.(skip|only)\(`,
        'eslint-dis' + 'able',
        '@ts-ig' + 'nore',
      ].join('|'),
    );
    expect(sources.filter((path) => path.startsWith('src/') && marks.test(read(path)))).toEqual([]);
  });
});
