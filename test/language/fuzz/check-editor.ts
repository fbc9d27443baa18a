import assert from 'node:assert/strict';
import { EmptyFileSystem, URI, type LangiumDocument } from 'langium';
import { CompletionTriggerKind, ResponseError, type Position, type TextEdit } from 'vscode-languageserver';
import { applyTextEdits } from '../../../src/language/edits/text-edits.js';
import { createKvmnetServices } from '../../../src/language/module.js';
import { analyse, expectInside, linesOf } from './check-text.js';
import { tokensOf } from './mutants.js';

const uri = URI.parse('file:///site/main.kvmnet');

/** An editor with one file, that answers what editors ask. */
export class Editor {
  private readonly services = createKvmnetServices(EmptyFileSystem);

  private get workspace() {
    return this.services.shared.workspace;
  }

  async open(text: string): Promise<LangiumDocument> {
    const { LangiumDocuments, LangiumDocumentFactory, IndexManager, DocumentBuilder } = this.workspace;
    if (LangiumDocuments.hasDocument(uri)) {
      LangiumDocuments.deleteDocument(uri);
      IndexManager.remove(uri);
    }
    const document = LangiumDocumentFactory.fromString(text, uri);
    LangiumDocuments.addDocument(document);
    await DocumentBuilder.build([document], { validation: true });
    return document;
  }

  /** Asks everything that is asked about a whole file. */
  async askAbout(document: LangiumDocument, text: string): Promise<void> {
    const { lsp } = this.services.kvmnet;
    const textDocument = { uri: uri.toString() };
    const lines = linesOf(text);
    const whole = { start: { line: 0, character: 0 }, end: endOf(lines) };
    const options = { tabSize: 2, insertSpaces: true };
    const answers: Readonly<Record<string, unknown>> = {
      diagnostics: document.diagnostics,
      symbols: await lsp.DocumentSymbolProvider?.getSymbols(document, { textDocument }),
      folding: await lsp.FoldingRangeProvider?.getFoldingRanges(document, { textDocument }),
      lenses: await lsp.CodeLensProvider?.provideCodeLens(document, { textDocument }),
      hints: await lsp.InlayHintProvider?.getInlayHints(document, { textDocument, range: whole }),
      links: await lsp.DocumentLinkProvider?.getDocumentLinks(document, { textDocument }),
      format: await lsp.Formatter?.formatDocument(document, { textDocument, options }),
      actions: await lsp.CodeActionProvider?.getCodeActions(document, {
        textDocument,
        range: whole,
        context: { diagnostics: document.diagnostics ?? [] },
      }),
    };
    for (const [what, answer] of Object.entries(answers)) expectRangesInside(answer, lines, what);
    const colours = await lsp.SemanticTokenProvider?.semanticHighlight(document, { textDocument });
    expectColoursInside(colours?.data ?? [], lines);
    await this.services.shared.lsp.WorkspaceSymbolProvider?.getSymbols({ query: 'e' });
  }

  /** Asks everything that is asked about a place. */
  async askAt(document: LangiumDocument, text: string, position: Position): Promise<void> {
    const { lsp } = this.services.kvmnet;
    const params = { textDocument: { uri: uri.toString() }, position };
    const lines = linesOf(text);
    const { CallHierarchyProvider: calls } = lsp;
    const items = (await calls?.prepareCallHierarchy(document, params)) ?? [];
    const answers: Readonly<Record<string, unknown>> = {
      completion: await lsp.CompletionProvider?.getCompletion(document, {
        ...params,
        context: { triggerKind: CompletionTriggerKind.Invoked },
      }),
      hover: await lsp.HoverProvider?.getHoverContent(document, params),
      definition: await lsp.DefinitionProvider?.getDefinition(document, params),
      references: await lsp.ReferencesProvider?.findReferences(document, {
        ...params,
        context: { includeDeclaration: true },
      }),
      highlights: await lsp.DocumentHighlightProvider?.getDocumentHighlight(document, params),
      renamePlace: await lsp.RenameProvider?.prepareRename(document, params),
      rename: await this.renamed(document, position, 'another'),
      items,
    };
    for (const item of items) {
      expectRangesInside(await calls?.incomingCalls({ item }), lines, 'callers');
      expectRangesInside(await calls?.outgoingCalls({ item }), lines, 'callees');
    }
    for (const [what, answer] of Object.entries(answers)) expectRangesInside(answer, lines, what);
  }

  async renamed(
    document: LangiumDocument,
    position: Position,
    newName: string,
  ): Promise<readonly TextEdit[]> {
    const params = { textDocument: { uri: uri.toString() }, position, newName };
    try {
      const edit = await this.services.kvmnet.lsp.RenameProvider?.rename(document, params);
      return edit?.changes?.[uri.toString()] ?? [];
    } catch (error) {
      // A name that cannot be is refused with a sentence, which editors show.
      if (error instanceof ResponseError && error.message !== '') return [];
      throw error;
    }
  }
}

const endOf = (lines: readonly string[]): Position => ({
  line: lines.length - 1,
  character: lines.at(-1)?.length ?? 0,
});

const isRange = (value: object): value is { start: Position; end: Position } =>
  'start' in value &&
  'end' in value &&
  typeof value.start === 'object' &&
  value.start !== null &&
  'line' in value.start;

/** Whatever an answer holds: each range of it is inside of the text. */
function expectRangesInside(answer: unknown, lines: readonly string[], what: string): void {
  if (typeof answer !== 'object' || answer === null) return;
  if (isRange(answer)) {
    expectInside(lines, answer, what);
    return;
  }
  for (const part of Object.values(answer)) expectRangesInside(part, lines, what);
}

/** Semantic tokens come as differences: line, column, length, kind, modifiers. */
function expectColoursInside(data: readonly number[], lines: readonly string[]): void {
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [down = 0, right = 0, length = 0] = data.slice(i, i + 3);
    character = down === 0 ? character + right : right;
    line += down;
    assert.ok(down >= 0 && (down > 0 || right >= 0), 'colours go backwards');
    expectInside(
      lines,
      { start: { line, character }, end: { line, character: character + length } },
      'a colour',
    );
  }
}

/** Before, inside and after each token, and at both ends of the text: where answers differ. */
export function placesIn(text: string): readonly Position[] {
  const lines = linesOf(text);
  return [
    { line: 0, character: 0 },
    ...tokensOf(text).flatMap(({ line, column, endLine, endColumn, image }) => [
      { line, character: column },
      ...(image.length > 2 && line === endLine ? [{ line, character: column + (image.length >> 1) }] : []),
      { line: endLine, character: endColumn },
    ]),
    endOf(lines),
  ];
}

/** No question about any text throws, and every answer is inside of the text. */
export async function checkEditor(editor: Editor, text: string, wanted = Infinity, from = 0): Promise<void> {
  const document = await editor.open(text);
  await editor.askAbout(document, text);
  const places = placesIn(text);
  const step = Math.max(1, Math.ceil(places.length / wanted));
  for (let i = from % step; i < places.length; i += step) {
    const place = places[i];
    if (place) await editor.askAt(document, text, place);
  }
}

const findingsIn = (text: string): number => analyse(text).findings.length;

/** Renames what stands at a place, and back: the text is as before, and in between it says the same in other words. */
export async function checkRename(
  editor: Editor,
  text: string,
  position: Position,
  name: string,
): Promise<void> {
  const there = await editor.renamed(await editor.open(text), position, 'xq9');
  if (there.length === 0) return;
  const between = applyTextEdits(text, there);
  const shift = there
    .filter(({ range }) => range.end.line === position.line && range.end.character <= position.character)
    .reduce(
      (sum, { range, newText }) => sum + newText.length - (range.end.character - range.start.character),
      0,
    );
  const moved = { line: position.line, character: position.character + shift };
  assert.equal(findingsIn(between), findingsIn(text), `renaming ${name} changes what is found:\n${between}`);
  const back = await editor.renamed(await editor.open(between), moved, name);
  assert.equal(applyTextEdits(between, back), text, `renaming ${name} there and back`);
}
