import type { LangiumDocument } from 'langium';
import type { CompletionProvider } from 'langium/lsp';
import { CompletionItemKind, CompletionList, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { CompletionItem, CompletionParams, Range } from 'vscode-languageserver';
import { completeAt, type Proposal } from '../completion/complete.js';
import { keywordDocumentation } from '../hover/keyword-documentation.js';
import type { KvmnetServices } from '../module.js';
import { namesOfSite } from './names-of-site.js';

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  value: CompletionItemKind.Value,
  reference: CompletionItemKind.Reference,
};

/** More would not be read, and would be megabytes at thousands of hosts; what is typed next narrows the list. */
const MOST = 200;

/** Completion by place; see `completeAt`. */
export class KvmnetCompletion implements CompletionProvider {
  readonly completionOptions = { triggerCharacters: [' ', ',', '{'] };

  constructor(private readonly services: KvmnetServices) {}

  getCompletion(document: LangiumDocument, { position }: CompletionParams): CompletionList | undefined {
    const { textDocument } = document;
    const sites = this.services.shared.workspace.Sites;
    const uri = document.uri.toString();
    const analysis = sites.analysisOf(uri);
    if (!analysis) return undefined;
    const profiles = sites.namesOf(uri)?.profiles;
    const names = namesOfSite(analysis.index, (name) => profiles?.get(name), [...(profiles?.names() ?? [])]);
    const { vocabulary } = this.services.parser.Lexer;
    const { from, proposals } = completeAt(
      textDocument.getText(),
      textDocument.offsetAt(position),
      vocabulary,
      names,
    );
    const range = { start: textDocument.positionAt(from), end: position };
    const typed = textDocument.getText(range).toLowerCase();
    const fitting = proposals.filter(({ label }) => label.toLowerCase().includes(typed.replace(/^"/, '')));
    const items = fitting.slice(0, MOST).map((proposal) => itemOf(proposal, range));
    return CompletionList.create(items, fitting.length > MOST);
  }
}

function itemOf({ label, kind, detail, insertText, rank, keyword }: Proposal, range: Range): CompletionItem {
  const documentation = keyword && keywordDocumentation(keyword.block, keyword.name);
  return {
    label,
    kind: KINDS[kind],
    sortText: String(rank).padStart(4, '0'),
    textEdit: { range, newText: insertText },
    insertTextFormat: kind === 'snippet' ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && {
      documentation: { kind: MarkupKind.Markdown, value: documentation },
    }),
    // After a keyword its value is wanted next.
    ...(insertText.endsWith(' ') && {
      command: { title: 'Suggest', command: 'editor.action.triggerSuggest' },
    }),
  };
}
