import type { Cell } from './frame-content.js';
import type { OrderedCells } from './order-cells.js';
import type { Tops } from './place-frame.js';

/** A cell of a frame that was drawn before. */
export interface KnownPlace {
  readonly top: number;
}

/**
 * Places a frame so that whatever was there before stays where it was. What is new takes the free place nearest to
 * where it would stand in a fresh layout; what grew pushes down only what it would cover.
 *
 * @param columns cells of each column from top to bottom in the order of a fresh layout
 * @param fresh   tops of a fresh layout
 * @param known   tops before, of the cells that shall not move
 * @param links   which cells follow each other along edges, the outer one first
 */
export function keepPlaces(
  columns: readonly (readonly Cell[])[],
  fresh: Tops,
  known: ReadonlyMap<string, number>,
  gap: number,
  links: OrderedCells['links'],
): Tops {
  const tops = new Map<string, number>();
  const levelOf = levelWithSources(columns.flat(), links, tops);
  for (const cells of columns) {
    for (const [id, top] of keepColumn(cells, fresh, known, gap, levelOf)) tops.set(id, top);
  }
  return tops;
}

/** The top at which a cell is level with what leads to it and to nothing else: a bond with its ports, a bridge with its VLAN. */
function levelWithSources(
  cells: readonly Cell[],
  links: OrderedCells['links'],
  tops: Tops,
): (cell: Cell) => number | undefined {
  const heights = new Map(cells.map(({ id, height }) => [id, height]));
  const targets = new Map<string, number>();
  const sources = new Map<string, string[]>();
  for (const { from, to } of links) {
    targets.set(from, (targets.get(from) ?? 0) + 1);
    sources.set(to, [...(sources.get(to) ?? []), from]);
  }
  return ({ id, height }) => {
    const own = sources.get(id) ?? [];
    if (own.length === 0 || own.some((source) => targets.get(source) !== 1)) return undefined;
    const middles = own.map((source) => (tops.get(source) ?? 0) + (heights.get(source) ?? 0) / 2);
    return Math.round(middles.reduce((sum, middle) => sum + middle, 0) / middles.length - height / 2);
  };
}

interface Span {
  readonly id: string;
  readonly top: number;
  readonly height: number;
}

function keepColumn(
  cells: readonly Cell[],
  fresh: Tops,
  known: ReadonlyMap<string, number>,
  gap: number,
  levelOf: (cell: Cell) => number | undefined,
): ReadonlyMap<string, number> {
  const taken: Span[] = settle(
    cells.flatMap(({ id, height }) => {
      const top = known.get(id);
      return top === undefined ? [] : [{ id, top, height }];
    }),
    gap,
  );
  const freshTop = (id: string): number => fresh.get(id) ?? 0;
  for (const [index, cell] of cells.entries()) {
    if (known.has(cell.id)) continue;
    const neighbour = cells
      .slice(0, index)
      .reverse()
      .find(({ id }) => taken.some((span) => span.id === id));
    const beside = neighbour && taken.find(({ id }) => id === neighbour.id);
    const level = levelOf(cell);
    const wanted =
      level ??
      (beside
        ? beside.top + Math.min(freshTop(cell.id) - freshTop(beside.id), beside.height + gap)
        : freshTop(cell.id));
    taken.push({
      id: cell.id,
      top: freePlace(taken, Math.max(0, wanted), cell.height, gap),
      height: cell.height,
    });
    taken.sort((a, b) => a.top - b.top);
  }
  return new Map(taken.map(({ id, top }) => [id, top]));
}

/** Pushes down what overlaps the one above it. */
function settle(spans: readonly Span[], gap: number): Span[] {
  const sorted = [...spans].sort((a, b) => a.top - b.top);
  let free = -Infinity;
  return sorted.map((span) => {
    // What stood closer than the gap before (a guest beside a passing edge) may go on doing so, but not overlap.
    const top = span.top < free - gap ? free : span.top;
    free = top + span.height + gap;
    return { ...span, top };
  });
}

/** The top nearest to `wanted`, not above 0, where nothing stands. */
function freePlace(taken: readonly Span[], wanted: number, height: number, gap: number): number {
  const candidates = [wanted];
  for (const span of taken) candidates.push(span.top + span.height + gap, span.top - gap - height);
  const free = candidates.filter(
    (top) =>
      top >= 0 &&
      taken.every((span) => top + height + gap <= span.top || span.top + span.height + gap <= top),
  );
  return free.reduce(
    (best, top) => (Math.abs(top - wanted) < Math.abs(best - wanted) ? top : best),
    free[0] ?? wanted,
  );
}
