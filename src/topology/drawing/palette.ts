import type { Paint } from './shape.js';

export type Palette = Readonly<Record<Paint, string>>;

export type SvgTheme = 'light' | 'dark';

/** Colours of exported pictures. Every text has a contrast of at least 4.5 to what it stands on (WCAG 1.4.3). */
const LIGHT: Palette = {
  background: '#ffffff',
  text: '#1f2328',
  muted: '#57606a',
  'node-fill': '#ffffff',
  'node-stroke': '#8c959f',
  'derived-fill': '#ffffff',
  'frame-fill': '#f6f8fa',
  'frame-stroke': '#d0d7de',
  'guest-fill': '#eaeef2',
  'outside-fill': '#eaeef2',
  edge: '#6e7781',
  'mark-text': '#ffffff',
  'badge-text': '#ffffff',
  'sign-good': '#1a7f37',
  'sign-change': '#9a6700',
  'sign-bad': '#cf222e',
  'sign-fact': '#57606a',
  'tone-management': '#0a5fc2',
  'tone-heartbeat': '#a0349b',
  'tone-migration': '#b04b0a',
  'tone-storage': '#0b737a',
  'tone-vm': '#1a7f37',
  'tone-virtual': '#6b4fc4',
  'tone-none': '#57606a',
  error: '#cf222e',
  warning: '#9a6700',
  information: '#0969da',
  hint: '#57606a',
};

const DARK: Palette = {
  background: '#1f1f1f',
  text: '#e6e6e6',
  muted: '#a9b1ba',
  'node-fill': '#2b2b2d',
  'node-stroke': '#6b7178',
  'derived-fill': '#252526',
  'frame-fill': '#252526',
  'frame-stroke': '#454b52',
  'guest-fill': '#313134',
  'outside-fill': '#313134',
  edge: '#8b949e',
  'mark-text': '#101214',
  'badge-text': '#101214',
  'sign-good': '#5fcb78',
  'sign-change': '#e3b341',
  'sign-bad': '#ff7b72',
  'sign-fact': '#a9b1ba',
  'tone-management': '#62aeff',
  'tone-heartbeat': '#e38be0',
  'tone-migration': '#f2a25c',
  'tone-storage': '#4fc4cc',
  'tone-vm': '#5fcb78',
  'tone-virtual': '#b9a3ff',
  'tone-none': '#a9b1ba',
  error: '#ff7b72',
  warning: '#e3b341',
  information: '#79c0ff',
  hint: '#a9b1ba',
};

export const svgPalette = (theme: SvgTheme): Palette => (theme === 'dark' ? DARK : LIGHT);
