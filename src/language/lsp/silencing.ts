import { CodeActionKind, DiagnosticSeverity, type CodeAction, type Diagnostic } from 'vscode-languageserver';
import { diagnosticData } from '../report/diagnostics.js';

/** Command of the extension that writes the remark and lets the person type the reason. */
const SILENCE = 'kvmnet.silence';

/** `// kvmnet-ignore` above the line, which asks for a reason. Errors cannot be silenced, nor can what the text lacks. */
export function silencing(uri: string, diagnostic: Diagnostic): readonly CodeAction[] {
  const { severity, range } = diagnostic;
  const code = diagnosticData(diagnostic)?.code;
  if (code === undefined || severity === undefined || severity <= DiagnosticSeverity.Error) return [];
  if (code.startsWith('syntax/')) return [];
  const title = `Silence ${code} here, and say why`;
  const command = { title, command: SILENCE, arguments: [{ uri, range }, code] };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command }];
}
