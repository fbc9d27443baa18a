import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/imports.js';

export interface Example {
  /** `docs/language.md:42`, where the fence opens. */
  readonly place: string;
  readonly text: string;
}

/** Fenced blocks of a language in a page. */
export function examplesIn(page: string, language: string): readonly Example[] {
  const examples: Example[] = [];
  let open: { readonly line: number; readonly lines: string[] } | undefined;
  readFileSync(join(root, page), 'utf8')
    .split('\n')
    .forEach((text, at) => {
      if (open && text.trim() === '```') {
        examples.push({ place: `${page}:${open.line}`, text: `${open.lines.join('\n')}\n` });
        open = undefined;
      } else if (open) open.lines.push(text);
      else if (text.trim() === `\`\`\`${language}`) open = { line: at + 1, lines: [] };
    });
  return examples;
}
