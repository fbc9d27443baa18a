import type { Scanned } from '../tokens/scanner.js';
import type { TextOutline } from './text-outline.js';

/** Lines that can be folded away behind the first of them; 0-based, both included. */
export interface Fold {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly kind: 'block' | 'comment' | 'imports' | 'region';
}

const REGION = /^\/\/\s*#region\b/;
const END_OF_REGION = /^\/\/\s*#endregion\b/;

export function foldsOf({ tokens, blocks, comments }: TextOutline): readonly Fold[] {
  const folds: readonly Fold[] = [
    // The closing brace stays in sight where it has a line to itself.
    ...blocks.map(({ owner, close }) => fold('block', owner.line, close.first ? close.line - 1 : close.line)),
    ...comments.flatMap((run) => commentFold(run)),
    ...regions(comments.flat()),
    ...imports(tokens),
  ];
  return folds.filter(({ firstLine, lastLine }) => lastLine > firstLine);
}

const fold = (kind: Fold['kind'], firstLine: number, lastLine: number): Fold => ({
  kind,
  firstLine,
  lastLine,
});

function commentFold(run: readonly Scanned[]): readonly Fold[] {
  const [first, last] = [run[0], run.at(-1)];
  return first && last ? [fold('comment', first.line, last.endLine)] : [];
}

function regions(comments: readonly Scanned[]): readonly Fold[] {
  const open: Scanned[] = [];
  return comments.flatMap((comment) => {
    if (REGION.test(comment.image)) open.push(comment);
    if (!END_OF_REGION.test(comment.image)) return [];
    const begin = open.pop();
    return begin ? [fold('region', begin.line, comment.line)] : [];
  });
}

/** Imports that follow each other, whatever blank lines and comments are between them. */
function imports(tokens: readonly Scanned[]): readonly Fold[] {
  const folds: Fold[] = [];
  let first: Scanned | undefined;
  let last: Scanned | undefined;
  const end = (): void => {
    if (first && last) folds.push(fold('imports', first.line, last.line));
    first = last = undefined;
  };
  for (const token of tokens) {
    if (token.kind === 'comment' || token.depth > 0) continue;
    const begins = token.starts === true && token.image === 'import';
    if (begins) first ??= token;
    else if (token.starts) end();
    if (first) last = token;
  }
  end();
  return folds;
}
