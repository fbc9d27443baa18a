import { Position, Selection, SnippetString, Uri, window } from 'vscode';
import type { Origin } from '../model/index.js';

/** Puts the remark above the line; the reason is selected, to be typed over. Lines keep their indentation. */
export async function silence({ uri, range }: Origin, code: string): Promise<void> {
  const editor = await window.showTextDocument(Uri.parse(uri));
  const { firstNonWhitespaceCharacterIndex: column } = editor.document.lineAt(range.start.line);
  const place = new Position(range.start.line, column);
  editor.selection = new Selection(place, place);
  const remark = new SnippetString(`// kvmnet-ignore ${code}: `).appendPlaceholder('reason').appendText('\n');
  await editor.insertSnippet(remark, place);
}
