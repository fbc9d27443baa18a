import { interruptAndCheck, URI, type LangiumDocument } from 'langium';
import type { InlayHintProvider } from 'langium/lsp';
import {
  CancellationToken,
  MarkupKind,
  type Connection,
  type InlayHint,
  type InlayHintParams,
  type MarkupContent,
} from 'vscode-languageserver';
import type { Edit } from '../../model/index.js';
import { isOrigin } from '../../protocol/index.js';
import { textEditOf } from '../edits/text-edits.js';
import { code, escapeText } from '../hover/markdown.js';
import { FileHints } from '../inlay-hints/file-hints.js';
import type { FoldedHint } from '../inlay-hints/fold-hosts.js';
import type { KvmnetServices } from '../module.js';

/** Shows behind the words what follows from them: addresses, devices, VLAN ids, MTUs, MACs, what is overridden. */
export class KvmnetInlayHints implements InlayHintProvider {
  private readonly hints = new FileHints();

  constructor(private readonly services: KvmnetServices) {}

  async getInlayHints(
    document: LangiumDocument,
    { range }: InlayHintParams,
    cancelToken: CancellationToken = CancellationToken.None,
  ): Promise<InlayHint[]> {
    const { Sites: sites, ReadingSettings: settings } = this.services.shared.workspace;
    const uri = document.uri.toString();
    const declarations = sites.declarationsOf(uri);
    if (!declarations) return [];
    const found = new Map<string, InlayHint>();
    for (const folder of sites.foldersWith(uri)) {
      const index = sites.analysisOf(folder)?.index;
      if (!index) continue;
      const interrupt = (): Promise<void> => interruptAndCheck(cancelToken);
      for (const hint of await this.hints.within(declarations, range, index, interrupt))
        // Sites that share a file say the same of it but for their hosts.
        if (settings.showsHints(hint.kind)) found.set(keyOf(hint), inlayHintOf(hint));
    }
    return [...found.values()];
  }
}

/** What a hint would write is worked out when somebody rests the mouse on it, or clicks twice. */
export function resolveInlayHints(connection: Connection, services: KvmnetServices): void {
  connection.languages.inlayHint.resolve((hint) => {
    const data: unknown = hint.data;
    if (!isEdit(data)) return hint;
    const document = services.shared.workspace.LangiumDocuments.getDocument(URI.parse(data.at.uri));
    if (!document) return hint;
    const { vocabulary } = services.parser.Lexer;
    const { range, newText } = textEditOf(data, document.textDocument.getText(), vocabulary);
    return { ...hint, textEdits: [{ range, newText }] };
  });
}

const keyOf = ({ at, kind, slot, label }: FoldedHint): string =>
  JSON.stringify([at.range.start, kind, slot, label]);

function inlayHintOf({ at, label, why, source, edit, byHost }: FoldedHint): InlayHint {
  // An edit of another file cannot be made by a double click.
  const data = edit?.at.uri === at.uri ? edit : undefined;
  return {
    position: at.range.end,
    label: [{ value: label, ...(source && { location: { uri: source.uri, range: source.range } }) }],
    paddingLeft: true,
    tooltip: tooltipOf(why, byHost),
    ...(data && { data }),
  };
}

/** More would not be read. */
const MOST = 12;

function tooltipOf(why: string, byHost: FoldedHint['byHost'] = []): MarkupContent {
  const rows = byHost.slice(0, MOST).map(([host, label]) => `- ${code(host)} ${code(label)}`);
  const more = byHost.length - rows.length;
  const list = [...rows, ...(more > 0 ? [`- … and ${more} hosts more`] : [])];
  return { kind: MarkupKind.Markdown, value: [escapeText(why), '', ...list].join('\n').trim() };
}

/** Hints come back from the editor: what they carry is checked again. */
function isEdit(data: unknown): data is Exclude<Edit, { readonly kind: 'remove' | 'remove-item' }> {
  return (
    typeof data === 'object' &&
    data !== null &&
    'kind' in data &&
    (data.kind === 'append' || data.kind === 'replace') &&
    'text' in data &&
    typeof data.text === 'string' &&
    'at' in data &&
    isOrigin(data.at)
  );
}
