import type { Diagnostic } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import type { Finding, Fix, Severity } from '../../model/index.js';

/** What travels with a diagnostic, so that its fixes need not be found again. */
export interface DiagnosticData {
  readonly code: string;
  readonly fixes: readonly Fix[];
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** @param pageOf address of the page about a code, when the pages are anywhere. */
export function diagnosticOf(finding: Finding, pageOf: (code: string) => string | undefined): Diagnostic {
  const { code, severity, message, origin, related = [], fixes = [] } = finding;
  const page = pageOf(code);
  const data: DiagnosticData = { code, fixes };
  return {
    source: 'kvmnet',
    code,
    severity: SEVERITIES[severity],
    message,
    range: origin.range,
    data,
    ...(page !== undefined && { codeDescription: { href: page } }),
    ...(related.length > 0 && {
      relatedInformation: related.map((other) => ({
        location: { uri: other.origin.uri, range: other.origin.range },
        message: other.message,
      })),
    }),
  };
}

/** The data of a diagnostic that came back from the editor; undefined when it is not one of ours. */
export function diagnosticData(diagnostic: Diagnostic): DiagnosticData | undefined {
  const data: unknown = diagnostic.data;
  if (diagnostic.source !== 'kvmnet' || typeof data !== 'object' || data === null) return undefined;
  return 'code' in data && typeof data.code === 'string' && 'fixes' in data && Array.isArray(data.fixes)
    ? (data as DiagnosticData)
    : undefined;
}
