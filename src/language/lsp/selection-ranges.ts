import { URI } from 'langium';
import type { Connection, SelectionRange } from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';
import { selectionsAt } from '../outline/selection-ranges.js';
import { outlineOf } from '../outline/text-outline.js';
import type { Vocabulary } from '../tokens/vocabulary.js';

/** Answers “expand selection”; Langium has no service for it. */
export function answerSelectionRanges(
  connection: Connection,
  { workspace }: KvmnetSharedServices,
  vocabulary: () => Vocabulary,
): void {
  connection.onSelectionRanges(async ({ textDocument: { uri }, positions }) => {
    await workspace.WorkspaceManager.ready;
    const document = workspace.TextDocuments.get(URI.parse(uri));
    if (!document) return null;
    const text = document.getText();
    const outline = outlineOf(text, vocabulary());
    return positions.map((position) => {
      const spans = selectionsAt(outline, document.offsetAt(position), text.length);
      const ranges = spans.map(({ start, end }) => ({
        start: document.positionAt(start),
        end: document.positionAt(end),
      }));
      return nested(ranges) ?? { range: { start: position, end: position } };
    });
  });
}

function nested(ranges: readonly SelectionRange['range'][]): SelectionRange | undefined {
  return ranges.reduceRight<SelectionRange | undefined>(
    (parent, range) => ({ range, ...(parent && { parent }) }),
    undefined,
  );
}
