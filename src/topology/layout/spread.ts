/** Something with a height that wants its centre at a place, more or less strongly. */
export interface Wish {
  readonly height: number;
  /** undefined: stays close to its neighbour. */
  readonly centre: number | undefined;
  readonly weight: number;
}

interface Block {
  sum: number;
  weight: number;
  count: number;
}

/** Weight of a wish that nobody had: enough to decide, too little to move a real one. */
const FAINT = 0.001;

/**
 * Tops of things that stand in this order, at least `gap` apart, with the least sum of weighted squares of the distances
 * from where they wish to be: isotonic regression by pooling adjacent violators, in linear time.
 */
export function spread(wishes: readonly Wish[], gap: number): readonly number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const { height } of wishes) {
    offsets.push(offset + height / 2);
    offset += height + gap;
  }
  const targets = fillIn(wishes, offsets);
  const blocks: Block[] = [];
  for (const [index, wish] of wishes.entries()) {
    const weight = wish.centre === undefined ? FAINT : wish.weight;
    let block: Block = { sum: (targets[index] ?? 0) * weight, weight, count: 1 };
    for (let previous = blocks.at(-1); previous; previous = blocks.at(-1)) {
      if (previous.sum / previous.weight <= block.sum / block.weight) break;
      blocks.pop();
      block = {
        sum: previous.sum + block.sum,
        weight: previous.weight + block.weight,
        count: previous.count + block.count,
      };
    }
    blocks.push(block);
  }
  const shifts = blocks.flatMap(({ sum, weight, count }) => Array<number>(count).fill(sum / weight));
  return wishes.map(({ height }, index) =>
    Math.round((shifts[index] ?? 0) + (offsets[index] ?? 0) - height / 2),
  );
}

/** Wishes less the place in the pile; one without a wish takes that of the one before it, the first ones of the next. */
function fillIn(wishes: readonly Wish[], offsets: readonly number[]): readonly number[] {
  const targets = wishes.map(({ centre }, index) =>
    centre === undefined ? undefined : centre - (offsets[index] ?? 0),
  );
  let last = targets.find((target) => target !== undefined) ?? 0;
  return targets.map((target) => {
    last = target ?? last;
    return last;
  });
}
