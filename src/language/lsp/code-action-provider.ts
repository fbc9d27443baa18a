import { URI, type LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Edit, Fix, Origin } from '../../model/index.js';
import { isOrigin, isString, shaped, type Guard } from '../../protocol/index.js';
import { textEditsOf } from '../edits/text-edits.js';
import type { KvmnetServices } from '../module.js';
import { declareMissing } from '../refactor/declare-missing.js';
import type { Refactoring, Selection } from '../refactor/refactoring.js';
import { refactoringsAt } from '../refactor/refactorings.js';
import { diagnosticData } from '../report/diagnostics.js';
import { FIX_ALL_KIND, FixAllActions } from './fix-all-actions.js';
import { silencing } from './silencing.js';

const KINDS: Readonly<Record<Refactoring['kind'], CodeActionKind>> = {
  extract: CodeActionKind.RefactorExtract,
  inline: CodeActionKind.RefactorInline,
  rewrite: CodeActionKind.RefactorRewrite,
};

/** Codes whose finding is that something is used and not declared. */
const MISSING: ReadonlySet<unknown> = new Set([
  'naming/unknown-reference',
  'firewall/unknown-zone',
  'guest/unknown-network',
]);

/** What is needed to make the edits of a refactoring when it is chosen. */
interface Choice {
  readonly at: Origin;
  readonly title: string;
}
const isChoice: Guard<Choice> = shaped<Choice>({ at: isOrigin, title: isString });

/**
 * Offers the fixes that travel with diagnostics, which are found by code and place, never by the text of a message; and
 * refactorings, whose edits are made when one is chosen.
 */
export class KvmnetCodeActions implements CodeActionProvider {
  private readonly all: FixAllActions;

  constructor(private readonly services: KvmnetServices) {
    this.all = new FixAllActions(services);
  }

  getCodeActions(document: LangiumDocument, { context, range }: CodeActionParams): CodeAction[] {
    const { only, diagnostics } = context;
    const wants = (kind: CodeActionKind): boolean =>
      !only || only.some((each) => kind === each || kind.startsWith(`${each}.`));
    const uri = document.uri.toString();
    return [
      ...(wants(CodeActionKind.QuickFix)
        ? [
            ...diagnostics.flatMap((each) => this.fixesOf(uri, each)),
            ...this.all.ofTheirKinds(uri, diagnostics),
            ...diagnostics.flatMap((each) => silencing(uri, each)),
          ]
        : []),
      // In the menu of source actions, and on save: never among the light bulbs.
      ...(only && wants(FIX_ALL_KIND) ? this.all.inFile(uri) : []),
      ...this.refactorings(uri, range)
        .filter(({ kind }) => wants(KINDS[kind]))
        .map(({ title, kind, preferred }): CodeAction => ({
          title,
          kind: KINDS[kind],
          data: { at: { uri, range }, title } satisfies Choice,
          ...(preferred && { isPreferred: true }),
        })),
    ];
  }

  /** The action with its edits; as it is where it has them, or what it was for has changed. */
  resolve(action: CodeAction): CodeAction {
    const { data } = action as { readonly data?: unknown };
    if (!isChoice(data)) return action;
    const chosen = this.refactorings(data.at.uri, data.at.range).find(({ title }) => title === data.title);
    const edit = chosen && this.editOf(chosen.edits());
    return edit ? { ...action, edit } : action;
  }

  private fixesOf(uri: string, diagnostic: Diagnostic): readonly CodeAction[] {
    const fixes = diagnosticData(diagnostic)?.fixes ?? [];
    const declaring = MISSING.has(diagnostic.code) ? this.declaring(uri, diagnostic.range) : [];
    return [...fixes, ...declaring].flatMap(({ title, edits, preferred }): readonly CodeAction[] => {
      const edit = this.editOf(edits);
      if (!edit) return [];
      const action = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
      return [{ ...action, ...(preferred && { isPreferred: true }) }];
    });
  }

  private declaring(uri: string, range: Range): readonly Fix[] {
    const selection = this.selection(uri, range);
    const found = selection && declareMissing(selection);
    return found ? [{ title: found.title, edits: found.edits() }] : [];
  }

  private refactorings(uri: string, range: Range): readonly Refactoring[] {
    const selection = this.selection(uri, range);
    return selection ? refactoringsAt(selection, this.services.parser.Lexer.vocabulary) : [];
  }

  private selection(uri: string, range: Range): Selection | undefined {
    const { Sites } = this.services.shared.workspace;
    const [folder] = Sites.foldersWith(uri);
    const index = folder === undefined ? undefined : Sites.analysisOf(folder)?.index;
    if (folder === undefined || !index) return undefined;
    const files = Sites.filesOf(folder).flatMap((file) => Sites.declarationsOf(file) ?? []);
    return { uri, range, index, files, textOf: (file) => this.textOf(file) };
  }

  private editOf(edits: readonly Edit[]): WorkspaceEdit | undefined {
    const changes: Record<string, TextEdit[]> = {};
    for (const uri of new Set(edits.map(({ at }) => at.uri))) {
      const text = this.textOf(uri);
      if (text === undefined) return undefined;
      const own = edits.filter(({ at }) => at.uri === uri);
      changes[uri] = textEditsOf(own, text, this.services.parser.Lexer.vocabulary).map(
        ({ range, newText }) => ({ range, newText }),
      );
    }
    return { changes };
  }

  private textOf(uri: string): string | undefined {
    return this.services.shared.workspace.LangiumDocuments.getDocument(
      URI.parse(uri),
    )?.textDocument.getText();
  }
}

/** Langium does not know of the second step. */
export function resolveCodeActions(connection: Connection, { lsp }: KvmnetServices): void {
  connection.onCodeActionResolve((action) =>
    lsp.CodeActionProvider instanceof KvmnetCodeActions ? lsp.CodeActionProvider.resolve(action) : action,
  );
}
