import { URI } from 'langium';
import { CodeActionKind, type CodeAction, type Diagnostic, type WorkspaceEdit } from 'vscode-languageserver';
import type { Finding } from '../../model/index.js';
import { combineFixes, safeFixOf } from '../edits/fix-all.js';
import type { KvmnetServices } from '../module.js';
import { diagnosticData } from '../report/diagnostics.js';

/** What `editor.codeActionsOnSave` may ask for by name. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.kvmnet`;

/** Takes all safe fixes at once: those of a kind in a file or site, or all of a file. */
export class FixAllActions {
  constructor(private readonly services: KvmnetServices) {}

  /** For each code among the diagnostics, all findings of it, where there are more than one. */
  ofTheirKinds(uri: string, diagnostics: readonly Diagnostic[]): readonly CodeAction[] {
    const codes = new Set(diagnostics.flatMap((diagnostic) => diagnosticData(diagnostic)?.code ?? []));
    return [...codes].flatMap((code) => this.ofCode(code, uri, diagnostics));
  }

  /** Everything in this file that a machine may put right, by edits of this file alone. */
  inFile(uri: string): readonly CodeAction[] {
    const own = this.services.shared.workspace.Sites.findingsOf(uri).filter((finding) =>
      safeFixOf(finding)?.edits.every(({ at }) => at.uri === uri),
    );
    const { count, edit } = this.combined(own);
    return count === 0 ? [] : [{ title: 'Fix all that is safe to fix', kind: FIX_ALL_KIND, edit }];
  }

  private ofCode(code: string, uri: string, diagnostics: readonly Diagnostic[]): readonly CodeAction[] {
    const { Sites: sites } = this.services.shared.workspace;
    const ofCode = (findings: readonly Finding[]): readonly Finding[] =>
      findings.filter((finding) => finding.code === code && safeFixOf(finding));
    const inFile = ofCode(sites.findingsOf(uri));
    const files = new Set(sites.foldersWith(uri).flatMap((folder) => [...sites.filesWithFindings(folder)]));
    const inSite = ofCode([...files].flatMap((file) => sites.findingsOf(file)));
    const about = diagnostics.filter((diagnostic) => diagnosticData(diagnostic)?.code === code);
    const offered = (findings: readonly Finding[], where: string): readonly CodeAction[] => {
      const { count, edit } = this.combined(findings);
      const title = `Fix all ${count} findings of ${code} in ${where}`;
      return count > 1 ? [{ title, kind: CodeActionKind.QuickFix, diagnostics: about, edit }] : [];
    };
    return [
      ...offered(inFile, 'this file'),
      ...(inSite.length > inFile.length ? offered(inSite, 'the site') : []),
    ];
  }

  private combined(findings: readonly Finding[]): { readonly count: number; readonly edit: WorkspaceEdit } {
    const { parser, shared } = this.services;
    const textOf = (uri: string): string | undefined =>
      shared.workspace.LangiumDocuments.getDocument(URI.parse(uri))?.textDocument.getText();
    const { count, edits } = combineFixes(findings, textOf, parser.Lexer.vocabulary);
    const changes = Object.fromEntries([...edits].map(([uri, list]) => [uri, [...list]]));
    return { count, edit: { changes } };
  }
}
