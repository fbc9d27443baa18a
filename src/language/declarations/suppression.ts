import type { Origin } from '../../model/index.js';
import { RULES } from '../../rules/index.js';
import { LANGUAGE_FINDINGS } from '../findings/language-findings.js';
import { replacementFix, type ReportTo } from '../findings/report-to.js';
import { didYouMean, suggestionFor } from '../syntax/suggestion.js';
import type { Comment } from '../tokens/lexer.js';

/** `// kvmnet-ignore topic/code: reason`: findings of the code on the line are not reported. */
export interface Suppression {
  readonly code: string;
  readonly reason: string;
  /** The line that it speaks about, counted from 0: the next one that is no comment. */
  readonly line: number;
  readonly origin: Origin;
}

const KEYWORD = 'kvmnet-ignore';
const REMARK = /^\/\/\s*kvmnet-ignore\b\s*(.*)$/;
const WELL_FORMED = /^([a-z]+\/[a-z0-9-]+):\s*(\S.*)$/;

const CODES: ReadonlySet<string> = new Set([...RULES, ...LANGUAGE_FINDINGS].map(({ code }) => code));

export const isSilencing = (comment: string): boolean => REMARK.test(comment);

export function readSuppressions(uri: string, comments: readonly Comment[], report: ReportTo): Suppression[] {
  const nextCode = nextLinesOfCode(comments);
  const suppressions: Suppression[] = [];
  for (const { text, line, column, first } of comments) {
    const body = REMARK.exec(text)?.[1];
    if (body === undefined || !first) continue;
    const origin = {
      uri,
      range: { start: { line, character: column }, end: { line, character: column + text.length } },
    };
    const [, code, reason] = WELL_FORMED.exec(body.trimEnd()) ?? [];
    if (code === undefined || reason === undefined) {
      report({
        code: 'syntax/ignore-without-reason',
        message: 'This silences nothing: write `// kvmnet-ignore topic/code: reason`.',
        origin,
      });
      continue;
    }
    if (!CODES.has(code)) {
      const start = column + text.indexOf(code, text.indexOf(KEYWORD) + KEYWORD.length);
      const place = {
        uri,
        range: { start: { line, character: start }, end: { line, character: start + code.length } },
      };
      const suggestion = suggestionFor(code, CODES);
      report({
        code: 'syntax/ignore-unknown-code',
        message: `This silences nothing: no finding has the code '${code}'.${didYouMean(suggestion)}`,
        origin: place,
        ...(suggestion !== undefined && { fixes: [replacementFix(place, suggestion)] }),
      });
      continue;
    }
    suppressions.push({ code, reason, line: nextCode.get(line) ?? line + 1, origin });
  }
  return suppressions;
}

/** For each line of comments the next line that is none. From the last to the first, since there may be many in a row. */
function nextLinesOfCode(comments: readonly Comment[]): ReadonlyMap<number, number> {
  const next = new Map<number, number>();
  for (const { first, line } of [...comments].reverse())
    if (first) next.set(line, next.get(line + 1) ?? line + 1);
  return next;
}
