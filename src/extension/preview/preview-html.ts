import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The folder of the extension that a preview may load from; nothing else, and nothing remote. */
export const previewRoot = (extensionUri: Uri): Uri => Uri.joinPath(extensionUri, 'dist', 'webview');

/** The page of the preview. All text arrives later as messages; nothing of the person's files is in it. */
export function previewHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const file = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(previewRoot(extensionUri), name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>KVMNet topology</title>
<link rel="stylesheet" href="${file('codicon.css')}">
<link rel="stylesheet" href="${file('main.css')}">
</head>
<body>
<script nonce="${nonce}" src="${file('main.js')}"></script>
</body>
</html>`;
}
