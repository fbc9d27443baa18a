import { TONES } from '../topology/index.js';
import { onThemeChange, readTheme } from './drawing/theme.js';
import type { Theme } from './drawing/theme.js';

const SIGNS = ['mark-text', 'sign-good', 'sign-change', 'sign-bad'] as const;

/** Gives the picture the colours of the editor's theme, now and whenever they change, and the page those of the picture. */
export function keepTheme(root: HTMLElement, still: MediaQueryList, use: (theme: Theme) => void): void {
  const take = (): void => {
    const theme = readTheme(root);
    use(theme);
    for (const paint of [...SIGNS, ...TONES.map((tone) => `tone-${tone}` as const)] as const) {
      root.style.setProperty(`--kvmnet-${paint}`, theme.palette[paint]);
    }
  };
  onThemeChange(take);
  still.addEventListener('change', take);
  take();
}
