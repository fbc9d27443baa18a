import type { Severity } from '../../model/index.js';
import type { Tone } from '../graph.js';
import type { FontStyle } from './text-metrics.js';

/** What a colour is for. A painter knows which colour that is: the one of a theme, or of a sheet of paper. */
export type Paint =
  | 'background'
  | 'text'
  | 'muted'
  | 'node-fill'
  | 'node-stroke'
  | 'derived-fill'
  | 'frame-fill'
  | 'frame-stroke'
  | 'guest-fill'
  | 'outside-fill'
  | 'edge'
  | 'mark-text'
  | 'badge-text'
  | 'sign-good'
  | 'sign-change'
  | 'sign-bad'
  | 'sign-fact'
  | `tone-${Tone}`
  | Severity;

/** The alphabet of the drawing: whatever paints these few shapes shows the same picture. Pixels at zoom 1. */
export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
      readonly fill?: Paint;
      readonly stroke?: Paint;
      readonly dashed?: boolean;
      /** Pixels of the outline; absent means 1. */
      readonly thickness?: number;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the base line. */
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly style: FontStyle;
      readonly paint: Paint;
      readonly anchor: 'start' | 'middle' | 'end';
      /** Left out when zoomed out so far that it could not be read. */
      readonly minor?: boolean;
      /** Room for the text, should a font be wider than expected. */
      readonly room: number;
    }
  | {
      readonly kind: 'icon';
      readonly x: number;
      readonly y: number;
      /** Width and height; the path is drawn in a square of 16. */
      readonly size: number;
      readonly path: string;
      readonly paint: Paint;
    };
