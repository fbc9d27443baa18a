/** Writes the tables of docs/language.md anew: from the grammar, and what completion and hover say. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'prettier';
import { languageManual } from '../src/language/index.js';
import { renderLanguagePage } from './language-page.js';
import { repositoryRoot } from './repository.js';

const file = join(repositoryRoot, 'docs/language.md');
const page = readFileSync(file, 'utf8');
writeFileSync(file, await renderLanguagePage(page, languageManual(), (await resolveConfig(file)) ?? {}));
