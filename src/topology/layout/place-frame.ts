import type { Cell, FrameContent, GuestContent } from './frame-content.js';
import type { OrderedCells } from './order-cells.js';
import { spread } from './spread.js';
import type { Wish } from './spread.js';

/** Tops of the cells of a frame, guests included, from the top of what the frame holds. */
export type Tops = ReadonlyMap<string, number>;

/** An edge that runs past a column is seen best when it runs straight. */
const PASS_WEIGHT = 4;

export const ROW_GAP = 10;
export const GUEST_GAP = 14;

const pileHeight = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { height }) => sum + height + ROW_GAP, 0);

/**
 * Places a frame from nothing. The fullest layer is piled up; from there outward each layer is put where its neighbours
 * are, so that chains run straight; guests come last, level with what they are plugged into.
 */
export function placeFrame(content: FrameContent, ordered: OrderedCells, used: readonly number[]): Tops {
  const neighbours = new Map<string, string[]>();
  const connect = (a: string, b: string): void => {
    neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  };
  for (const { from, to } of ordered.links) {
    connect(from, to);
    connect(to, from);
  }
  const tops = new Map<string, number>();
  const heights = new Map([...ordered.layers.values()].flat().map(({ id, height }) => [id, height]));
  const centreOf = (id: string): number | undefined => {
    const top = tops.get(id);
    return top === undefined ? undefined : top + (heights.get(id) ?? 0) / 2;
  };
  const place = (
    cells: readonly Cell[],
    wanted = (id: string): readonly number[] =>
      (neighbours.get(id) ?? []).flatMap((other) => centreOf(other) ?? []),
  ): void => {
    const wishes = cells.map(({ id, height, passes }): Wish => {
      const centres = wanted(id);
      return { height, centre: mean(centres), weight: centres.length * (passes ? PASS_WEIGHT : 1) };
    });
    const placed = spread(wishes, ROW_GAP);
    for (const [index, { id }] of cells.entries()) tops.set(id, placed[index] ?? 0);
  };

  const fullest = used.reduce(
    (best, layer) =>
      pileHeight(ordered.layers.get(layer) ?? []) > pileHeight(ordered.layers.get(best) ?? []) ? layer : best,
    used[0] ?? 0,
  );
  place(ordered.layers.get(fullest) ?? []);
  for (const layer of used.filter((candidate) => candidate > fullest)) place(ordered.layers.get(layer) ?? []);
  for (const layer of used.filter((candidate) => candidate < fullest).reverse()) {
    place(ordered.layers.get(layer) ?? []);
  }
  // Now that every layer stands, each is drawn towards both of its sides: what was pushed aside straightens out.
  for (const layer of [...used, ...[...used].reverse()]) place(ordered.layers.get(layer) ?? []);
  const guestTops = placeGuests(content, ordered, centreOf);
  for (const [id, top] of guestTops) tops.set(id, top);
  const nicOf = onlyNics(content, ordered, guestTops);
  if (nicOf.size > 0) {
    // What has one NIC only is drawn level with it, and so is, from there outward, what leads to it alone.
    const inward = new Map<string, string[]>();
    for (const { from, to } of ordered.links) inward.set(from, [...(inward.get(from) ?? []), to]);
    for (const layer of [...used].reverse()) {
      place(ordered.layers.get(layer) ?? [], (id) => {
        const nic = nicOf.get(id);
        if (nic !== undefined) return [nic];
        const ends = (inward.get(id) ?? []).flatMap((other) => centreOf(other) ?? []);
        const own = centreOf(id);
        return ends.length > 0 || own === undefined ? ends : [own];
      });
    }
  }
  return fromZero(tops);
}

/** Where the NIC is of each cell that a single one is plugged into: a bridge, or the place where its line passes by. */
function onlyNics(
  { guests, plugEdges }: FrameContent,
  { ways }: OrderedCells,
  guestTops: Tops,
): ReadonlyMap<string, number> {
  const middles = new Map<string, number>(
    guests.flatMap(({ node, nicMiddles }) =>
      [...nicMiddles].map(([nic, middle]) => [`${nic}/tap`, (guestTops.get(node.id) ?? 0) + middle] as const),
    ),
  );
  const found = new Map<string, number | undefined>();
  for (const { id, source, target } of plugEdges) {
    const cell = ways.get(id)?.at(-2) ?? source;
    found.set(cell, found.has(cell) ? undefined : middles.get(target));
  }
  return new Map(
    [...found].flatMap(([cell, middle]) => (middle === undefined ? [] : [[cell, middle] as const])),
  );
}

function placeGuests(
  { guests, plugEdges }: FrameContent,
  { ways }: OrderedCells,
  centreOf: (id: string) => number | undefined,
): ReadonlyMap<string, number> {
  const plugs = new Map(plugEdges.map((edge) => [edge.target, ways.get(edge.id)?.at(-2) ?? edge.source]));
  const wanted = guests.map((guest, order) => ({ guest, order, ...wishOf(guest, plugs, centreOf) }));
  wanted.sort((a, b) => (a.centre ?? Infinity) - (b.centre ?? Infinity) || a.order - b.order);
  const placed = spread(wanted, GUEST_GAP);
  return new Map(wanted.map(({ guest }, index) => [guest.node.id, placed[index] ?? 0]));
}

function wishOf(
  { nics, nicMiddles, height }: GuestContent,
  plugs: ReadonlyMap<string, string>,
  centreOf: (id: string) => number | undefined,
): Wish {
  const centres = nics.flatMap((nic) => {
    const plug = plugs.get(`${nic.id}/tap`);
    const centre = plug === undefined ? undefined : centreOf(plug);
    // What matters is that the NIC is level with its plug, not the middle of the guest.
    return centre === undefined ? [] : [centre - (nicMiddles.get(nic.id) ?? 0) + height / 2];
  });
  return { height, centre: mean(centres), weight: Math.max(1, centres.length) };
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

export function fromZero(tops: Tops): Tops {
  let least = Infinity;
  for (const top of tops.values()) least = Math.min(least, top);
  return Number.isFinite(least) && least !== 0
    ? new Map([...tops].map(([id, top]) => [id, top - least]))
    : tops;
}
