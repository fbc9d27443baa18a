import type { ExportFormat, FromPreview } from '../protocol/index.js';
import type { Picture, SvgTheme } from '../topology/index.js';
import { copyPng, pngOf, svgOf } from './drawing/export-picture.js';

export interface SharePictureEvents {
  readonly picture: () => Picture | undefined;
  readonly post: (message: FromPreview) => void;
  readonly onProblem: (message: string) => void;
}

/** Takes the picture out of the pane: into a file, or into the clipboard. */
export interface SharePicture {
  readonly save: (format: ExportFormat, theme: SvgTheme) => void;
  readonly copy: (format: ExportFormat) => void;
}

export function createSharePicture({ picture, post, onProblem }: SharePictureEvents): SharePicture {
  return {
    save(format, theme) {
      const shown = picture();
      if (!shown) return;
      post({ type: 'export', format, content: format === 'svg' ? svgOf(shown, theme) : pngOf(shown, theme) });
    },
    copy(format) {
      const shown = picture();
      if (!shown) return;
      if (format === 'svg') post({ type: 'copy', text: svgOf(shown, 'light') });
      else
        copyPng(pngOf(shown, 'light')).catch(() => {
          onProblem('The picture could not be copied; export it to a file instead.');
        });
    },
  };
}
