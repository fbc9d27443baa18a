import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGE_FINDINGS } from '../../../src/language/index.js';
import { RULES } from '../../../src/rules/index.js';
import { root } from '../../architecture/imports.js';
import { examplesIn } from '../../docs/markdown.js';

export interface Source {
  /** Where it is from, for messages. */
  readonly name: string;
  readonly text: string;
}

const filesBelow = (folder: string): readonly Source[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.kvmnet'))
    .sort()
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }));

/** The files that people are shown. */
export const EXAMPLES: readonly Source[] = filesBelow('examples');

/** Every text in the language that the repository has: examples, cases, goldens, and the examples of all pages. */
export const SOURCES: readonly Source[] = [
  ...EXAMPLES,
  ...filesBelow('test'),
  ...['docs/language.md', 'README.md'].flatMap((page) =>
    examplesIn(page, 'kvmnet').map(({ place, text }) => ({ name: place, text })),
  ),
  ...RULES.flatMap(({ code, documentation: { bad, good } }) => [
    { name: `${code} bad`, text: bad },
    { name: `${code} good`, text: good },
  ]),
  ...LANGUAGE_FINDINGS.flatMap(({ code, bad, good }) => [
    { name: `${code} bad`, text: bad },
    { name: `${code} good`, text: good },
  ]),
].filter(({ text }) => text !== '');
