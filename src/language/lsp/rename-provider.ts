import { URI, type LangiumDocument } from 'langium';
import type { RenameProvider } from 'langium/lsp';
import {
  ErrorCodes,
  ResponseError,
  type Position,
  type Range,
  type RenameParams,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Edit } from '../../model/index.js';
import type { KvmnetServices } from '../module.js';
import { newErrorAfter } from '../rename/new-error.js';
import { Renamer, type NamedSite, type NamedThing } from '../rename/rename.js';
import { localName } from '../rename/shapes.js';
import { unquote } from '../tokens/value-converter.js';

/** Another name for a thing, in all sites that know it. What cannot be is refused with a sentence. */
export class KvmnetRename implements RenameProvider {
  constructor(private readonly services: KvmnetServices) {}

  prepareRename(document: LangiumDocument, { position }: TextDocumentPositionParams): Range | undefined {
    const found = this.find(document.uri.toString(), position);
    if (!found) return undefined;
    const { start, end } = found.occurrence.origin.range;
    const text = document.textDocument.getText({ start, end });
    // Quotes are no part of a name, nor is the host before that of a device.
    const quote = text.startsWith('"') ? 1 : 0;
    const name = localName(found.occurrence);
    const skipped = quote + (found.onHost ? 0 : found.occurrence.name.length - name.length);
    const last = found.onHost ? start.character + quote + found.symbol.name.length : end.character - quote;
    return {
      start: { line: start.line, character: start.character + skipped },
      end: { line: end.line, character: last },
    };
  }

  rename(document: LangiumDocument, { position, newName }: RenameParams): WorkspaceEdit | undefined {
    const uri = document.uri.toString();
    const name = unquote(newName.trim());
    const edits = new Map<string, Edit>();
    for (const site of this.sitesWith(uri)) {
      const found = locate(new Renamer(site), uri, position);
      if (!found) continue;
      const renaming = found.renamer.rename(found.symbol, name);
      if (!renaming.ok) throw refusal(renaming.problem);
      const problem = newErrorAfter(renaming.edits, site, this.services, (each) => this.textOf(each));
      if (problem !== undefined) throw refusal(`Called '${name}', it does not work: ${problem}`);
      for (const edit of renaming.edits) edits.set(JSON.stringify(edit.at), edit);
    }
    const changes: Record<string, TextEdit[]> = {};
    for (const edit of edits.values())
      if (edit.kind === 'replace')
        (changes[edit.at.uri] ??= []).push({ range: edit.at.range, newText: edit.text });
    return edits.size === 0 ? undefined : { changes };
  }

  private find(uri: string, position: Position) {
    for (const site of this.sitesWith(uri)) {
      const found = locate(new Renamer(site), uri, position);
      if (found) return found;
    }
    return undefined;
  }

  private sitesWith(uri: string): readonly NamedSite[] {
    const { Sites } = this.services.shared.workspace;
    return Sites.foldersWith(uri).flatMap((folder) => {
      const index = Sites.analysisOf(folder)?.index;
      const files = Sites.filesOf(folder).flatMap((file) => Sites.declarationsOf(file) ?? []);
      return index ? [{ index, files }] : [];
    });
  }

  private textOf(uri: string): string | undefined {
    return this.services.shared.workspace.LangiumDocuments.getDocument(
      URI.parse(uri),
    )?.textDocument.getText();
  }
}

/** What is meant at a place: in `kvm1.bond0`, the host or the device, by where the cursor is. */
function locate(renamer: Renamer, uri: string, position: Position) {
  const occurrence = renamer.occurrenceAt(uri, position);
  if (!occurrence) return undefined;
  const prefix = occurrence.name.length - localName(occurrence).length;
  const onHost =
    occurrence.kind === 'device' && position.character < occurrence.origin.range.start.character + prefix;
  const symbol: NamedThing | undefined = onHost
    ? { kind: 'hosts', name: occurrence.shape.name }
    : renamer.symbolOf(occurrence);
  return symbol && { renamer, occurrence, symbol, onHost };
}

const refusal = (message: string): ResponseError => new ResponseError(ErrorCodes.InvalidRequest, message);
