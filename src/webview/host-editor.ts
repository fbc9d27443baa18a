import { isPreviewState, isToPreview } from '../protocol/index.js';
import type { FromPreview, PreviewState, ToPreview } from '../protocol/index.js';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: () => VsCodeApi;

/** The editor around the preview: messages both ways, and a little state that it keeps. */
export interface HostEditor {
  readonly post: (message: FromPreview) => void;
  /** Whatever is not a message of the protocol is dropped. */
  readonly onMessage: (listener: (message: ToPreview) => void) => void;
  readonly loadState: () => PreviewState | undefined;
  readonly saveState: (state: PreviewState) => void;
}

/** May be called once per page: VS Code hands out its interface a single time. */
export function connectHostEditor(): HostEditor {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToPreview(data)) listener(data);
      });
    },
    loadState: () => {
      const state = api.getState();
      return isPreviewState(state) ? state : undefined;
    },
    saveState: (state) => api.setState(state),
  };
}
