/** Writes docs/rules: one page for each code, and the index. Pages of codes that are gone are removed. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from './repository.js';
import { renderRulePages } from './rule-pages.js';

const folder = join(repositoryRoot, 'docs/rules');
const pages = await renderRulePages();
mkdirSync(folder, { recursive: true });
for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  if (path.endsWith('.md') && !pages.has(path)) rmSync(join(folder, path));
for (const [path, text] of pages) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
console.log(`Wrote ${pages.size} pages to docs/rules.`);
