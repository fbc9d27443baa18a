import type { Finding } from '../../model/index.js';
import type { Located } from './located.js';

/** The stable JSON of `--format json`: 0-based places, as in LSP. */
export function jsonReport(findings: readonly Located[]): string {
  return `${JSON.stringify(findings.map(toJson), undefined, 2)}\n`;
}

function toJson({ finding, path }: Located): unknown {
  return {
    file: path(finding.origin.uri),
    range: finding.origin.range,
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    ...relatedOf(finding, path),
  };
}

function relatedOf(finding: Finding, path: (uri: string) => string): { related?: unknown } {
  if (!finding.related?.length) return {};
  return {
    related: finding.related.map(({ origin, message }) => ({
      file: path(origin.uri),
      range: origin.range,
      message,
    })),
  };
}
