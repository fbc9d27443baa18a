import type { EditorHost } from '../../../scripts/editor-host.js';

/** What the address of a workbench can ask of it beyond the folder, as VS Code for the web reads it. */
export type Payload = readonly (readonly [name: string, value: string])[];

export function encodePayload(payload: Payload): Readonly<Record<string, string>> {
  return payload.length === 0 ? {} : { payload: JSON.stringify(payload) };
}

/** How the window names a file of the server. */
export function remoteUri(host: EditorHost, absolutePath: string): string {
  return `vscode-remote://${host.authority}${encodeURI(absolutePath)}`;
}
