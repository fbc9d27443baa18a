import type { Finding, Origin, Severity } from '../../model/index.js';
import type { Located } from './located.js';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'none',
};

/** SARIF 2.1.0, which code scanning services read. Its places are 1-based. */
export function sarifReport(findings: readonly Located[], version: string): string {
  const rules = [...new Set(findings.map(({ finding }) => finding.code))].sort().map((id) => ({ id }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kvmnet', version, rules } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ finding, path }) => ({
          ruleId: finding.code,
          level: LEVELS[finding.severity],
          message: { text: finding.message },
          locations: [location(finding.origin, path)],
          ...relatedLocations(finding, path),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function location({ uri, range }: Origin, path: (uri: string) => string): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(path(uri).replaceAll('\\', '/')) },
      region: {
        startLine: range.start.line + 1,
        startColumn: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
      },
    },
  };
}

function relatedLocations({ related }: Finding, path: (uri: string) => string): object {
  if (!related?.length) return {};
  return {
    relatedLocations: related.map(({ origin, message }) => ({
      ...location(origin, path),
      message: { text: message },
    })),
  };
}
