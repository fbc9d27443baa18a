import { visibleText, type Finding, type Severity } from '../../model/index.js';
import { paint, type Colour } from '../colour.js';
import type { Located } from './located.js';

const COLOURS: Readonly<Record<Severity, Colour>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'grey',
};

export interface TextReportOptions {
  readonly colours: boolean;
  /** The line of a file, to show under the message; undefined when it cannot be had. */
  readonly lineAt: (uri: string, line: number) => string | undefined;
}

/** `file:line:column: severity: message [code]`, which editors and problem matchers understand, and the line itself. */
export function textReport(findings: readonly Located[], options: TextReportOptions): string {
  return findings.map((located) => textOf(located, options)).join('');
}

function textOf({ finding, path }: Located, options: TextReportOptions): string {
  const { origin, severity, message, code } = finding;
  const severityText = paint(severity, COLOURS[severity], options.colours);
  const codeText = paint(`[${code}]`, 'grey', options.colours);
  const head = `${visibleText(path(origin.uri))}:${place(finding.origin.range.start)}: ${severityText}: ${message} ${codeText}\n`;
  const related = (finding.related ?? []).map(
    (other) =>
      `    ${visibleText(path(other.origin.uri))}:${place(other.origin.range.start)}: ${other.message}\n`,
  );
  return head + excerpt(finding, options) + related.join('');
}

const place = ({ line, character }: { line: number; character: number }): string =>
  `${line + 1}:${character + 1}`;

function excerpt({ origin, severity }: Finding, { colours, lineAt }: TextReportOptions): string {
  const { start, end } = origin.range;
  const text = lineAt(origin.uri, start.line);
  if (text === undefined || text.trim() === '') return '';
  const last = end.line === start.line ? end.character : text.length;
  // Tabs before the mark are kept, so that it stands under what it marks at any tab width.
  const indent = text.slice(0, start.character).replace(/[^\t]/g, ' ');
  const line = text.split('\t').map(visibleText).join('\t');
  const mark = paint('^'.repeat(Math.max(1, last - start.character)), COLOURS[severity], colours);
  return `    ${line}\n    ${indent}${mark}\n`;
}

/** `2 errors, 1 warning in 3 files`, or that all is well. */
export function summaryLine(findings: readonly Finding[], files: number): string {
  const counts = (['error', 'warning', 'information', 'hint'] as const)
    .map((severity) => ({
      severity,
      count: findings.filter((finding) => finding.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(
      ({ severity, count }) => `${count} ${severity}${count === 1 || severity === 'information' ? '' : 's'}`,
    );
  const checked = `${files} file${files === 1 ? '' : 's'}`;
  return counts.length === 0 ? `No problems in ${checked}.` : `${counts.join(', ')} in ${checked}.`;
}
