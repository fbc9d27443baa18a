import type { ElementId } from './element.js';

/** A place between two characters, 0-based, counted in UTF-16 code units as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Where in the text something was said: what an element or a value points back to instead of a syntax node. */
export interface Origin {
  readonly uri: string;
  readonly range: Range;
}

/**
 * How a value that nobody wrote came about.
 * `network` taken from the logical network · `number` the host's number in a subnet · `carries` from a `carries` list ·
 * `children` raised for the devices above · `guest` from the guest's vCPUs · `name` made from names · `default` KVMNet's default.
 */
export type FollowsFrom = 'network' | 'number' | 'carries' | 'children' | 'guest' | 'name' | 'default';

export interface Follows {
  readonly rule: FollowsFrom;
  /** The element whose text decides the value, where there is one. */
  readonly from?: ElementId;
}

/** A value and the place that decides it. Without `follows` the value itself is written there. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
  readonly follows?: Follows;
}

/** The three places of a declaration. */
export interface Places {
  /** The name, or the keyword of an unnamed declaration. */
  readonly name: Origin;
  /** The whole declaration, documentation comment excluded. */
  readonly whole: Origin;
  /** The empty range just before the closing brace, where a property can be added; absent when there is no block. */
  readonly bodyEnd?: Origin;
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

export function sameOrigin(a: Origin, b: Origin): boolean {
  return (
    a.uri === b.uri &&
    comparePositions(a.range.start, b.range.start) === 0 &&
    comparePositions(a.range.end, b.range.end) === 0
  );
}

/** By file, then by place: the order in which findings are reported. */
export function compareOrigins(a: Origin, b: Origin): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return comparePositions(a.range.start, b.range.start) || comparePositions(a.range.end, b.range.end);
}
