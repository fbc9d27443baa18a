import type { ElementId, Origin, Position } from '../model/index.js';
import type { FailureReport, Folding, GraphFilter, Overlay, Perspective } from '../topology/index.js';
import { isFolding, isGraphFilter, isOverlay, isPerspective } from './graph-guards.js';
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
import {
  EDIT_INTENTS,
  isChoicesResult,
  isFindResult,
  isGraphResult,
  isPathResult,
} from './language-requests.js';
import type { ChoicesResult, EditIntent, FindResult, GraphResult, PathResult } from './language-requests.js';
import { isOrigin, isPosition } from './model-guards.js';
import { isFailureReport } from './path-guards.js';

/** What the extension says to the preview. */
export type ToPreview =
  /** The answer of `kvmnet/graph`, as it came. */
  | { readonly type: 'graph'; readonly result: GraphResult }
  /** The cursor moved, or a picture was sent whole: highlight what stands there, and go to it. */
  | { readonly type: 'cursor'; readonly uri: string; readonly position: Position }
  /** Select an element by id and bring it into view. */
  | { readonly type: 'reveal'; readonly ids: readonly string[] }
  /** The answer of `kvmnet/path` for the element that was asked about. */
  | { readonly type: 'path'; readonly id: ElementId; readonly result: PathResult }
  /** The answer of `kvmnet/failure`. */
  | { readonly type: 'failure'; readonly report: FailureReport }
  /** Where the picture has what was looked for. */
  | { readonly type: 'found'; readonly query: string; readonly result: FindResult }
  /** What the picture can be filtered by. */
  | { readonly type: 'choices'; readonly choices: ChoicesResult }
  /** What can be done with a host in this window. */
  | { readonly type: 'abilities'; readonly commands: readonly HostCommand[] }
  /** All that is laid over the picture from now on: plans and states of hosts. */
  | { readonly type: 'overlays'; readonly overlays: readonly Overlay[] }
  /** Something went wrong that the person should read: the language server stopped, a file could not be saved. */
  | { readonly type: 'problem'; readonly message: string };

/** Commands of the extension that take a host, by the last part of their names. */
export const HOST_COMMANDS = [
  'checkStatus',
  'plan',
  'deploy',
  'rollback',
  'diagnose',
  'capture',
  'openTerminal',
] as const;
export type HostCommand = (typeof HOST_COMMANDS)[number];

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
      /** What the person wants to see; absent: everything. */
      readonly filter?: GraphFilter;
      readonly version?: number;
      readonly tidy?: true;
    }
  /** Follow a packet through an element. */
  | { readonly type: 'ask-path'; readonly id: ElementId }
  /** What if all of these fail. */
  | { readonly type: 'ask-failure'; readonly failed: readonly ElementId[] }
  | {
      readonly type: 'find';
      readonly perspective: Perspective;
      readonly query: string;
      readonly filter?: GraphFilter;
    }
  | { readonly type: 'ask-choices' }
  /** Change the text: the person chooses among the ways to do it. */
  | { readonly type: 'edit'; readonly intent: EditIntent; readonly id: ElementId }
  /** Rename what is named at this place, with the editor's own means. */
  | { readonly type: 'rename'; readonly origin: Origin }
  /** `host` is a name. */
  | { readonly type: 'run'; readonly command: HostCommand; readonly host: string }
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
  readonly filter?: GraphFilter;
  /** What is looked for. */
  readonly query?: string;
  /** What is taken to have failed. */
  readonly failed?: readonly ElementId[];
}

export const isToPreview: Guard<ToPreview> = variant<ToPreview, 'type'>('type', {
  graph: shaped({ type: literal('graph'), result: isGraphResult }),
  cursor: shaped({ type: literal('cursor'), uri: isString, position: isPosition }),
  reveal: shaped({ type: literal('reveal'), ids: arrayOf(isString) }),
  path: shaped({ type: literal('path'), id: isString, result: isPathResult }),
  failure: shaped({ type: literal('failure'), report: isFailureReport }),
  found: shaped({ type: literal('found'), query: isString, result: isFindResult }),
  choices: shaped({ type: literal('choices'), choices: isChoicesResult }),
  abilities: shaped({ type: literal('abilities'), commands: arrayOf(literal(...HOST_COMMANDS)) }),
  overlays: shaped({ type: literal('overlays'), overlays: arrayOf(isOverlay) }),
  problem: shaped({ type: literal('problem'), message: isString }),
});

export const isFromPreview: Guard<FromPreview> = variant<FromPreview, 'type'>('type', {
  want: shaped<Extract<FromPreview, { type: 'want' }>>({
    type: literal('want'),
    perspective: isPerspective,
    folding: isFolding,
    filter: optional(isGraphFilter),
    version: optional(isCount),
    tidy: optional(literal(true)),
  }),
  'ask-path': shaped({ type: literal('ask-path'), id: isString }),
  'ask-failure': shaped({ type: literal('ask-failure'), failed: arrayOf(isString) }),
  find: shaped<Extract<FromPreview, { type: 'find' }>>({
    type: literal('find'),
    perspective: isPerspective,
    query: isString,
    filter: optional(isGraphFilter),
  }),
  'ask-choices': shaped({ type: literal('ask-choices') }),
  edit: shaped({ type: literal('edit'), intent: literal(...EDIT_INTENTS), id: isString }),
  rename: shaped({ type: literal('rename'), origin: isOrigin }),
  run: shaped({ type: literal('run'), command: literal(...HOST_COMMANDS), host: isString }),
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
  filter: optional(isGraphFilter),
  query: optional(isString),
  failed: optional(arrayOf(isString)),
});
