import type { Frame } from '../framed-text.js';

/** The answer of the observing script, by kind of frame: `profile /etc/…` is a frame of kind `profile`. */
export interface FrameIndex {
  /** Text of the only frame of its kind; empty when there is none. */
  text(kind: string): string;
  /** What stands behind the kind in the header, and the text, of each frame of the kind. */
  all(kind: string): readonly Frame[];
  /** Lines `key=value` of the only frame of its kind. */
  fields(kind: string): ReadonlyMap<string, string>;
  lines(kind: string): readonly string[];
}

export function indexFrames(frames: readonly Frame[]): FrameIndex {
  const byKind = new Map<string, Frame[]>();
  for (const { name, text } of frames) {
    const space = name.indexOf(' ');
    const kind = space < 0 ? name : name.slice(0, space);
    const entry = { name: space < 0 ? '' : name.slice(space + 1), text };
    const group = byKind.get(kind);
    if (group) group.push(entry);
    else byKind.set(kind, [entry]);
  }
  const text = (kind: string): string => byKind.get(kind)?.[0]?.text ?? '';
  const lines = (kind: string): readonly string[] =>
    text(kind)
      .split('\n')
      .filter((line) => line !== '');
  return {
    text,
    lines,
    all: (kind) => byKind.get(kind) ?? [],
    fields: (kind) =>
      new Map(
        lines(kind).map((line) => {
          const equals = line.indexOf('=');
          return [line.slice(0, equals), line.slice(equals + 1)] as const;
        }),
      ),
  };
}
