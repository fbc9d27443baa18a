import {
  commands,
  Location,
  Position,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { Origin, Range as ModelRange } from '../model/index.js';
import { isOrigin } from '../protocol/index.js';

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

/** Lists places below the one that they are about, as references are listed. A code lens of the language server says both. */
export async function listPlaces([at, places]: readonly unknown[]): Promise<void> {
  if (!isOrigin(at) || !Array.isArray(places)) return;
  const locations = places
    .filter(isOrigin)
    .map(({ uri, range }) => new Location(Uri.parse(uri), rangeOf(range)));
  const position = rangeOf(at.range).start;
  await commands.executeCommand('editor.action.showReferences', Uri.parse(at.uri), position, locations);
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
