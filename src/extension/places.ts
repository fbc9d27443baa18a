import { Position, Range, Selection, Uri, window, workspace, ViewColumn, TextEditorRevealType } from 'vscode';
import type { Origin, Range as ModelRange } from '../model/index.js';

export const rangeOf = ({ start, end }: ModelRange): Range =>
  new Range(new Position(start.line, start.character), new Position(end.line, end.character));

/** Shows a place of the text in the editor that shows the file already, or else in the first column. */
export async function showPlace({ uri, range }: Origin, focus: boolean): Promise<void> {
  const target = Uri.parse(uri);
  const visible = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === target.toString(),
  );
  const document = await workspace.openTextDocument(target);
  const editor = await window.showTextDocument(document, {
    viewColumn: visible?.viewColumn ?? ViewColumn.One,
    preserveFocus: !focus,
    preview: false,
  });
  const selected = rangeOf(range);
  editor.selection = new Selection(selected.start, selected.end);
  editor.revealRange(selected, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** URI of the folder that a file lies in: its site. */
export function folderOf(uri: Uri): string {
  return Uri.joinPath(uri, '..').toString();
}

/** URI of the folder of a site, from a file of it or from the folder itself. */
export const siteFolder = (uri: Uri): string =>
  isSource(uri) ? folderOf(uri) : uri.toString().replace(/\/$/, '');

export const isSource = (uri: Uri): boolean => uri.path.endsWith('.kvmnet');

/** The `.kvmnet` file in front of the person, also when the preview has the focus. */
export function activeSource(): Uri | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.flatMap((editor) => editor?.document.uri ?? []).find(isSource);
}
