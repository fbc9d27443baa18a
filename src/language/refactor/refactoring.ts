import type { Edit, Origin, Position, Range } from '../../model/index.js';
import type { Declarations, HostDeclaration, ProfileDeclaration } from '../declarations/declaration.js';
import type { NamedSite } from '../rename/rename.js';

/** Where the cursor is, or what is selected, in a site. */
export interface Selection extends NamedSite {
  readonly uri: string;
  readonly range: Range;
  /** Text of a file; undefined where it is not open. */
  textOf(uri: string): string | undefined;
}

/** A change that a person may want here, though nothing is wrong. */
export interface Refactoring {
  /** Imperative, in the words of administrators, naming the things. */
  readonly title: string;
  readonly kind: 'extract' | 'inline' | 'rewrite';
  /** What is meant most often at this place. */
  readonly preferred?: true;
  /** Made when somebody chooses it. */
  edits(): readonly Edit[];
}

/** Offers refactorings at a selection: cheap, for it is asked whenever the cursor moves. */
export type Refactorer = (selection: Selection) => readonly Refactoring[];

export type Shape = HostDeclaration | ProfileDeclaration;

/** What is declared in the file of the selection. */
export const fileOf = ({ files, uri }: Selection): Declarations | undefined =>
  files.find((file) => file.uri === uri);

const isBefore = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

/** Whether the selection touches a place. */
export const touches = ({ uri, range }: Selection, { uri: other, range: place }: Origin): boolean =>
  uri === other && !isBefore(place.end, range.start) && !isBefore(range.end, place.start);

/** The host or profile that the whole selection lies in. */
export function shapeAround(selection: Selection): Shape | undefined {
  const file = fileOf(selection);
  const shapes: readonly Shape[] = [...(file?.hosts ?? []), ...(file?.profiles ?? [])];
  const { range } = selection;
  return shapes.find(
    ({ places: { whole } }) =>
      !isBefore(range.start, whole.range.start) && !isBefore(whole.range.end, range.end),
  );
}

/** Where something is said to be behind a place of the text. */
export const behind = ({ uri, range }: Origin): Origin => ({
  uri,
  range: { start: range.end, end: range.end },
});
export const inFrontOf = ({ uri, range }: Origin): Origin => ({
  uri,
  range: { start: range.start, end: range.start },
});

/** The text between two positions. */
export function textIn(text: string, { start, end }: Range): string {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const offset = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length, 0) + character;
  return text.slice(offset(start), offset(end));
}
