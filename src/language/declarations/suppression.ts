import type { Origin } from '../../model/index.js';
import type { ReportTo } from '../findings/report-to.js';
import type { Comment } from '../tokens/lexer.js';

/** `// kvmnet-ignore topic/code: reason`: findings of the code on the line are not reported. */
export interface Suppression {
  readonly code: string;
  readonly reason: string;
  /** The line that it speaks about, counted from 0: the next one that is no comment. */
  readonly line: number;
  readonly origin: Origin;
}

const REMARK = /^\/\/\s*kvmnet-ignore\b\s*(.*)$/;
const WELL_FORMED = /^([a-z]+\/[a-z0-9-]+):\s*(\S.*)$/;

export function readSuppressions(uri: string, comments: readonly Comment[], report: ReportTo): Suppression[] {
  const commentLines = new Set(comments.filter(({ first }) => first).map(({ line }) => line));
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
    let next = line + 1;
    while (commentLines.has(next)) next++;
    suppressions.push({ code, reason, line: next, origin });
  }
  return suppressions;
}
