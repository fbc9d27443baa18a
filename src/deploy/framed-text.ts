/**
 * How several texts travel over one pipe, in both directions, so that a shell and awk can write and read it:
 * a header line `@ NAME`, then the lines of the text, each behind one space. Empty lines mean nothing. The last header is
 * `@ end`: without it the stream was cut. What a login shell says before the first header is no part of it.
 */
export interface Frame {
  readonly name: string;
  /** Ends with a newline unless empty. */
  readonly text: string;
}

const END = 'end';

/** undefined when the stream was cut or is not framed text. */
export function parseFrames(stream: string): readonly Frame[] | undefined {
  const frames: { name: string; lines: string[] }[] = [];
  for (const line of stream.split('\n')) {
    const current = frames.at(-1);
    if (line.startsWith('@ ')) {
      if (current?.name === END) return undefined;
      frames.push({ name: line.slice(2), lines: [] });
    } else if (!current) continue;
    else if (line.startsWith(' ')) current.lines.push(line.slice(1));
    else if (line !== '') return undefined;
  }
  if (frames.pop()?.name !== END) return undefined;
  return frames.map(({ name, lines }) => ({ name, text: lines.map((line) => `${line}\n`).join('') }));
}

/**
 * A text that does not end with a newline gets one: no file that is sent this way may tell the difference.
 * @throws when a name holds a newline or a text a NUL: the caller has let a value through that no file of a host may hold.
 */
export function formatFrames(frames: readonly Frame[]): string {
  const parts = frames.map(({ name, text }) => {
    if (/[\n\0]/.test(name) || text.includes('\0'))
      throw new Error(`Not text: frame ${JSON.stringify(name)}`);
    const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
    return [`@ ${name}`, ...lines.map((line) => ` ${line}`)].join('\n');
  });
  return [...parts, `@ ${END}`, ''].join('\n');
}
