import type { PreviewState } from '../protocol/index.js';
import type { HostEditor } from './host-editor.js';

/** Milliseconds until something is written down: not with every pixel of a drag. */
const SAVE_DELAY = 250;

/** What the editor keeps of a picture for the next time that its page is loaded. */
export interface PictureMemory {
  /** What was kept for this folder. */
  readonly restored: PreviewState | undefined;
  /** Something has changed that is worth to be kept. */
  readonly save: () => void;
}

export function createPictureMemory(
  editor: HostEditor,
  folder: string,
  current: () => Omit<PreviewState, 'folder'>,
): PictureMemory {
  const saved = editor.loadState();
  let saving: ReturnType<typeof setTimeout> | undefined;
  return {
    restored: saved?.folder === folder ? saved : undefined,
    save() {
      clearTimeout(saving);
      saving = setTimeout(() => editor.saveState({ folder, ...current() }), SAVE_DELAY);
    },
  };
}
