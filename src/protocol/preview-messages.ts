import type { ElementId, Origin, Position } from '../model/index.js';
import type { FailureReport, Folding, Overlay, Perspective } from '../topology/index.js';
import { isFolding, isOverlay, isPerspective } from './graph-guards.js';
import {
  arrayOf,
  isBoolean,
  isCount,
  isFiniteNumber,
  isString,
  literal,
  optional,
  shaped,
  variant,
} from './guard.js';
import type { Guard } from './guard.js';
import { isGraphResult, isPathResult } from './language-requests.js';
import type { GraphResult, PathResult } from './language-requests.js';
import { isOrigin, isPosition } from './model-guards.js';
import { isFailureReport } from './path-guards.js';

/** What the extension says to the preview. */
export type ToPreview =
  /** The answer of `kvmnet/graph`, as it came. */
  | { readonly type: 'graph'; readonly result: GraphResult }
  /** The cursor moved: highlight what stands there, and scroll to it. */
  | { readonly type: 'cursor'; readonly uri: string; readonly position: Position }
  /** Select an element by id and bring it into view. */
  | { readonly type: 'reveal'; readonly ids: readonly string[] }
  /** The answer of `kvmnet/path` for the element that was asked about. */
  | { readonly type: 'path'; readonly id: ElementId; readonly result: PathResult }
  /** The answer of `kvmnet/failure`. */
  | { readonly type: 'failure'; readonly report: FailureReport }
  /** All that is laid over the picture from now on: plans and states of hosts. */
  | { readonly type: 'overlays'; readonly overlays: readonly Overlay[] }
  /** Something went wrong that the person should read: the language server stopped, a file could not be saved. */
  | { readonly type: 'problem'; readonly message: string };

export const EXPORT_FORMATS = ['svg', 'png'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What the preview says to the extension. */
export type FromPreview =
  /**
   * Wants the picture: at the start, after another perspective was chosen, and when changes did not fit what it has.
   * `version` is what it has.
   */
  | {
      readonly type: 'want';
      readonly perspective: Perspective;
      /** What the person opened and closed. */
      readonly folding: Folding;
      readonly version?: number;
      readonly tidy?: true;
    }
  /** Follow a packet through an element. */
  | { readonly type: 'ask-path'; readonly id: ElementId }
  /** What if all of these fail. */
  | { readonly type: 'ask-failure'; readonly failed: readonly ElementId[] }
  /** Show a place of the text; `focus` moves the keyboard there as well. */
  | { readonly type: 'open-source'; readonly origin: Origin; readonly focus: boolean }
  | { readonly type: 'show-problems' }
  /** `content` is the SVG text, or a PNG in base64. */
  | { readonly type: 'export'; readonly format: ExportFormat; readonly content: string }
  | { readonly type: 'copy'; readonly text: string }
  /** The person has seen enough of these: nothing of them is shown any more. */
  | { readonly type: 'dismiss-overlays'; readonly kind: Overlay['kind'] };

/** What survives a reload of the window: kept by VS Code, never in the person's files. */
export interface PreviewState {
  /** URI of the folder that is shown: the serializer of the extension opens it again. */
  readonly folder: string;
  readonly perspective: Perspective;
  readonly zoom?: number;
  readonly pan?: { readonly x: number; readonly y: number };
  readonly folding?: Folding;
  readonly selected?: readonly string[];
  readonly isLegendClosed?: boolean;
}

export const isToPreview: Guard<ToPreview> = variant<ToPreview, 'type'>('type', {
  graph: shaped({ type: literal('graph'), result: isGraphResult }),
  cursor: shaped({ type: literal('cursor'), uri: isString, position: isPosition }),
  reveal: shaped({ type: literal('reveal'), ids: arrayOf(isString) }),
  path: shaped({ type: literal('path'), id: isString, result: isPathResult }),
  failure: shaped({ type: literal('failure'), report: isFailureReport }),
  overlays: shaped({ type: literal('overlays'), overlays: arrayOf(isOverlay) }),
  problem: shaped({ type: literal('problem'), message: isString }),
});

export const isFromPreview: Guard<FromPreview> = variant<FromPreview, 'type'>('type', {
  want: shaped<Extract<FromPreview, { type: 'want' }>>({
    type: literal('want'),
    perspective: isPerspective,
    folding: isFolding,
    version: optional(isCount),
    tidy: optional(literal(true)),
  }),
  'ask-path': shaped({ type: literal('ask-path'), id: isString }),
  'ask-failure': shaped({ type: literal('ask-failure'), failed: arrayOf(isString) }),
  'open-source': shaped({ type: literal('open-source'), origin: isOrigin, focus: isBoolean }),
  'show-problems': shaped({ type: literal('show-problems') }),
  export: shaped({ type: literal('export'), format: literal(...EXPORT_FORMATS), content: isString }),
  copy: shaped({ type: literal('copy'), text: isString }),
  'dismiss-overlays': shaped({
    type: literal('dismiss-overlays'),
    kind: literal('plan', 'state', 'failure'),
  }),
});

export const isPreviewState: Guard<PreviewState> = shaped<PreviewState>({
  folder: isString,
  perspective: isPerspective,
  zoom: optional(isFiniteNumber),
  pan: optional(shaped<{ x: number; y: number }>({ x: isFiniteNumber, y: isFiniteNumber })),
  folding: optional(isFolding),
  selected: optional(arrayOf(isString)),
  isLegendClosed: optional(isBoolean),
});
