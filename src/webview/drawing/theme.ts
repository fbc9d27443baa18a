import { TONES } from '../../topology/index.js';
import type { Palette, Tone } from '../../topology/index.js';
import { isDark, mix, parseColour, toCss, withContrast } from './colour.js';
import type { Rgb } from './colour.js';

/** Colours and fonts of the editor's theme, as canvas and cytoscape take them. */
export interface Theme {
  readonly palette: Palette;
  readonly focus: string;
  /** Around what is found. */
  readonly match: string;
  readonly font: string;
  readonly monoFont: string;
  /** Outlines count more than fills. */
  readonly isHighContrast: boolean;
}

const TONE_VARIABLES: Readonly<Record<Tone, readonly string[]>> = {
  management: ['charts-blue'],
  heartbeat: ['terminal-ansiMagenta'],
  migration: ['charts-orange'],
  storage: ['terminal-ansiCyan'],
  vm: ['charts-green'],
  virtual: ['charts-purple'],
  none: ['descriptionForeground', 'foreground'],
};

const FALLBACK_TONES: Readonly<Record<Tone, string>> = {
  management: '#1a85ff',
  heartbeat: '#bc3fbc',
  migration: '#d18616',
  storage: '#11a8cd',
  vm: '#388a34',
  virtual: '#b180d7',
  none: '#8b949e',
};

/** Ratios of WCAG 2.1: 4.5 for text (1.4.3), 3 for lines and outlines that mean something (1.4.11). */
const TEXT = 4.5;
const LINE = 3;

/** Reads the variables that VS Code sets on the page; a theme that lacks one gets a colour made from those it has. */
export function readTheme(element: HTMLElement): Theme {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const white: Rgb = [255, 255, 255];
  const background = parseColour(read('editor-background'), white) ?? white;
  const dark = isDark(background);
  const colour = (names: readonly string[], fallback: string | Rgb): Rgb => {
    for (const name of names) {
      const value = parseColour(read(name), background);
      if (value) return value;
    }
    return typeof fallback === 'string' ? (parseColour(fallback, background) ?? background) : fallback;
  };
  const foreground = colour(['editor-foreground', 'foreground'], dark ? '#e6e6e6' : '#1f2328');
  const isHighContrast = read('contrastBorder') !== '';
  const outline = colour(['contrastBorder'], mix(background, foreground, 0.42));
  const nodeFill = isHighContrast ? background : mix(background, foreground, dark ? 0.07 : 0);
  const frameFill = isHighContrast ? background : mix(background, foreground, 0.035);
  const guestFill = isHighContrast ? background : mix(background, foreground, 0.09);
  const text = (value: Rgb, on: Rgb): string => toCss(withContrast(value, on, TEXT));
  const line = (value: Rgb): string => toCss(withContrast(value, frameFill, LINE));
  const signal = (names: readonly string[], fallback: string): Rgb =>
    withContrast(colour(names, fallback), frameFill, LINE);
  const signs = {
    error: signal(['editorError-foreground', 'errorForeground'], '#f14c4c'),
    warning: signal(['editorWarning-foreground'], '#cca700'),
    information: signal(['editorInfo-foreground'], '#3794ff'),
    hint: signal(['descriptionForeground'], '#8b949e'),
  };
  // Numbers stand on tones: all of them light on a dark theme, or all of them dark on a light one.
  const onSigns: Rgb = dark ? [0, 0, 0] : [255, 255, 255];
  const tone = (name: Tone): string =>
    toCss(withContrast(colour(TONE_VARIABLES[name], FALLBACK_TONES[name]), onSigns, TEXT));
  const tones = Object.fromEntries(TONES.map((name) => [`tone-${name}`, tone(name)] as const)) as Readonly<
    Record<`tone-${Tone}`, string>
  >;
  return {
    palette: {
      background: toCss(background),
      text: text(foreground, guestFill),
      muted: text(colour(['descriptionForeground'], mix(background, foreground, 0.7)), guestFill),
      'node-fill': toCss(nodeFill),
      'node-stroke': line(outline),
      'derived-fill': toCss(frameFill),
      'frame-fill': toCss(frameFill),
      'frame-stroke': toCss(isHighContrast ? outline : mix(background, foreground, 0.2)),
      'guest-fill': toCss(guestFill),
      'outside-fill': toCss(guestFill),
      edge: line(mix(background, foreground, 0.55)),
      'mark-text': toCss(onSigns),
      'badge-text': toCss(onSigns),
      'sign-good': toCss(withContrast(colour(['charts-green'], '#388a34'), onSigns, TEXT)),
      'sign-change': toCss(withContrast(colour(['editorWarning-foreground'], '#cca700'), onSigns, TEXT)),
      'sign-bad': toCss(
        withContrast(colour(['editorError-foreground', 'errorForeground'], '#f14c4c'), onSigns, TEXT),
      ),
      'sign-fact': toCss(withContrast(colour(['descriptionForeground'], '#8b949e'), onSigns, TEXT)),
      ...tones,
      error: toCss(withContrast(signs.error, onSigns, LINE)),
      warning: toCss(withContrast(signs.warning, onSigns, LINE)),
      information: toCss(withContrast(signs.information, onSigns, LINE)),
      hint: toCss(withContrast(signs.hint, onSigns, LINE)),
    },
    focus: toCss(withContrast(colour(['focusBorder'], '#0078d4'), frameFill, LINE)),
    match: line(colour(['editorWarning-foreground', 'charts-orange'], '#d18616')),
    font: read('font-family') || 'system-ui, sans-serif',
    monoFont: read('editor-font-family') || 'monospace',
    isHighContrast,
  };
}

/** VS Code rewrites the variables on the root element and the classes of the body when the theme changes. */
export function onThemeChange(listener: () => void): void {
  let isWaiting = false;
  const observer = new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      listener();
    });
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}
