import type { LangiumDocument } from 'langium';
import type { CompletionProvider } from 'langium/lsp';
import {
  CompletionItemKind,
  CompletionList,
  CompletionTriggerKind,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver';
import type { CompletionItem, CompletionParams, Range } from 'vscode-languageserver';
import { completeAt, type Completion, type Proposal } from '../completion/complete.js';
import { keywordDocumentation, keywordSummary } from '../hover/keyword-documentation.js';
import type { KvmnetServices } from '../module.js';
import { wordsOfOthersFor } from '../syntax/words-of-others.js';
import { importPaths } from './import-paths.js';
import { knowledgeOfSite } from './knowledge-of-site.js';

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  snippet: CompletionItemKind.Snippet,
  value: CompletionItemKind.Value,
  reference: CompletionItemKind.Reference,
};

/** More would not be read, and would be megabytes at thousands of hosts; what is typed next narrows the list. */
const MOST = 250;

/** Completion by place; see `completeAt`. */
export class KvmnetCompletion implements CompletionProvider {
  readonly completionOptions = { triggerCharacters: [' ', ',', '"', '/', ':'] };

  constructor(private readonly services: KvmnetServices) {}

  async getCompletion(
    document: LangiumDocument,
    { position, context }: CompletionParams,
  ): Promise<CompletionList | undefined> {
    const { textDocument } = document;
    const { workspace } = this.services.shared;
    const uri = document.uri.toString();
    const analysis = workspace.Sites.analysisOf(uri);
    if (!analysis) return undefined;
    const { vocabulary } = this.services.parser.Lexer;
    const completion = completeAt(
      textDocument.getText(),
      textDocument.offsetAt(position),
      vocabulary,
      knowledgeOfSite(uri, analysis.index, workspace),
    );
    // A blank is typed before all kinds of things; a list then would be in the way of the next Enter.
    const byCharacter = context?.triggerKind === CompletionTriggerKind.TriggerCharacter;
    if (byCharacter && completion.complete) return undefined;
    const { from, to, word, wantsPath } = completion;
    const proposals = wantsPath
      ? await importPaths(document.uri, word, workspace.FileSystemProvider)
      : completion.proposals;
    const range = { start: textDocument.positionAt(from), end: textDocument.positionAt(to) };
    const typed = word.replace(/^"/, '').toLowerCase();
    const fitting = wantsPath
      ? proposals
      : proposals.filter((each) => foundBy(each).toLowerCase().includes(typed));
    const items = fitting.slice(0, MOST).map((proposal, rank) => itemOf(proposal, rank, range, completion));
    return CompletionList.create(items, fitting.length > MOST || wantsPath === true);
  }
}

/** What is typed is looked for in here: the label, and what others call it. */
const foundBy = ({ label, keyword }: Proposal): string =>
  [label, ...(keyword ? wordsOfOthersFor(keyword.name) : [])].join(' ');

function itemOf(proposal: Proposal, rank: number, range: Range, { word }: Completion): CompletionItem {
  const { label, kind, insertText, goesOn, listed, keyword } = proposal;
  const documentation = documentationOf(proposal);
  const detail = proposal.detail ?? (keyword && keywordSummary(keyword.block, keyword.name));
  const found = foundBy(proposal);
  return {
    label,
    kind: KINDS[kind],
    sortText: String(rank).padStart(4, '0'),
    // The editor compares with all that is replaced, the opening quote included.
    ...(word.startsWith('"') ? { filterText: `"${label}` } : found !== label && { filterText: found }),
    textEdit: { range, newText: insertText },
    insertTextFormat: InsertTextFormat.Snippet,
    // `detail` is shown beside the chosen row alone, this beside all of them.
    ...(detail !== undefined && { detail, labelDetails: { description: detail } }),
    ...(documentation !== '' && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(listed && { commitCharacters: [','] }),
    ...(goesOn && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
  };
}

const documentationOf = ({ documentation, keyword }: Proposal): string =>
  [keyword && keywordDocumentation(keyword.block, keyword.name), documentation]
    .filter((part) => part !== undefined)
    .join('\n\n');
