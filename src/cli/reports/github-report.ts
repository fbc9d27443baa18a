import type { Severity } from '../../model/index.js';
import type { Located } from './located.js';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Workflow commands with which GitHub Actions marks lines of a pull request. */
export function githubReport(findings: readonly Located[]): string {
  return findings
    .map(({ finding, path }) => {
      const { start, end } = finding.origin.range;
      const properties = {
        file: path(finding.origin.uri),
        line: start.line + 1,
        col: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
        title: finding.code,
      };
      const list = Object.entries(properties).map(
        ([key, value]) => `${key}=${escapeProperty(String(value))}`,
      );
      return `::${LEVELS[finding.severity]} ${list.join(',')}::${escapeData(finding.message)}\n`;
    })
    .join('');
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
