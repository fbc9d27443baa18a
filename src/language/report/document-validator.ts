import type { DocumentValidator, LangiumDocument } from 'langium';
import type { Diagnostic } from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';
import type { Sites } from '../workspace/sites.js';
import { diagnosticOf } from './diagnostics.js';
import type { RulePages } from './rule-pages.js';

/** The one place that says in the editor what is wrong: syntax, names and rules, as the command line says it. */
export class KvmnetDocumentValidator implements DocumentValidator {
  private readonly sites: () => Sites;
  private readonly pages: () => RulePages;

  constructor(services: { readonly shared: KvmnetSharedServices }) {
    this.sites = () => services.shared.workspace.Sites;
    this.pages = () => services.shared.workspace.RulePages;
  }

  validateDocument(document: LangiumDocument): Promise<Diagnostic[]> {
    const pages = this.pages();
    const findings = this.sites().findingsOf(document.uri.toString());
    return Promise.resolve(findings.map((finding) => diagnosticOf(finding, (code) => pages.pageOf(code))));
  }
}
