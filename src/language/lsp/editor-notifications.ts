import type { Connection } from 'vscode-languageserver';
import { EDITOR_NOTIFICATIONS } from '../../protocol/index.js';
import type { KvmnetSharedServices } from '../module.js';
import { FILE_EXTENSION, folderOf } from '../site/imports.js';

/** Takes what the editor tells beyond LSP; anything else is not heard. */
export function hearEditor(connection: Connection, { workspace }: KvmnetSharedServices): void {
  connection.onNotification('kvmnet/hostObserved', (params: unknown) => {
    if (!EDITOR_NOTIFICATIONS['kvmnet/hostObserved'](params)) return;
    const { uri, host, nics } = params;
    const folder = uri.endsWith(FILE_EXTENSION) ? folderOf(uri) : uri.replace(/\/$/, '');
    workspace.ObservedNics.put(folder, host, nics);
  });
}
