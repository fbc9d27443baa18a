import type { Perspective } from '../topology/index.js';

/** What the page of the preview is made of. URIs as the browser may load them (`asWebviewUri`). */
export interface PreviewPage {
  /** Where scripts, styles and fonts may come from: `webview.cspSource`. */
  readonly source: string;
  /** Random for each page; only the script that has it runs. */
  readonly nonce: string;
  /** dist/webview/main.js */
  readonly script: string;
  /** dist/webview/codicon.css and dist/webview/main.css */
  readonly styles: { readonly icons: string; readonly main: string };
  /** URI of the folder that is shown, and in which perspective it starts. */
  readonly folder: string;
  readonly perspective: Perspective;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/**
 * Strict: nothing but one script with the nonce, style sheets and the icon font from the extension's own folder. No inline
 * style, no image, no connection. Styles that the script sets through the object model are not touched by the policy.
 */
export const previewPolicy = ({ source, nonce }: Pick<PreviewPage, 'source' | 'nonce'>): string =>
  [
    "default-src 'none'",
    `style-src ${source}`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/**
 * The page of the preview. The style sheet has the id that cytoscape looks for before it adds a style element of its own,
 * which the policy would refuse (cytoscape 3.34, canvas renderer).
 */
export function previewPage(page: PreviewPage): string {
  const { nonce, script, styles, folder, perspective } = page;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(previewPolicy(page))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(styles.icons)}">
<link rel="stylesheet" href="${escapeHtml(styles.main)}" id="__________cytoscape_stylesheet">
<title>KVMNet Topology</title>
</head>
<body data-folder="${escapeHtml(folder)}" data-perspective="${perspective}">
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(script)}"></script>
</body>
</html>
`;
}
