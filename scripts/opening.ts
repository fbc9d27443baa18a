import type { EditorSettings } from './editor-host-folders.js';
import { cacheDirectory } from './repository.js';

/** What `npm start` opens the editor with, however the editor runs. */
export interface Opening {
  readonly vsix: string;
  readonly folder: string;
  readonly file: string;
  readonly settings: EditorSettings;
  /** Whether to open a window, or only to say how. */
  readonly open: boolean;
}

/** Where the editor of `npm start` keeps its settings and extensions. */
export function editorHome(kind: 'browser' | 'desktop'): string {
  return cacheDirectory('editor', kind);
}
