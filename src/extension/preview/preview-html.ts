import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { previewPage } from '../../protocol/index.js';

/** The folder of the extension that a preview may load from; nothing else, and nothing remote. */
export const previewRoot = (extensionUri: Uri): Uri => Uri.joinPath(extensionUri, 'dist', 'webview');

/** The page of the preview of a folder. What is drawn arrives later, as messages. */
export function previewHtml(webview: Webview, extensionUri: Uri, folder: string): string {
  const file = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(previewRoot(extensionUri), name)).toString();
  return previewPage({
    source: webview.cspSource,
    nonce: randomBytes(18).toString('base64'),
    script: file('main.js'),
    styles: { icons: file('codicon.css'), main: file('main.css') },
    folder,
    perspective: 'devices',
  });
}
