import { compareOrigins } from '../../model/index.js';
import type { Declaration } from '../declarations/declaration.js';

/**
 * The declarations of one kind in a site, by name. Kept up to date by `add` and `remove`, never rebuilt. Of several
 * with one name the first in the order of the text counts.
 */
export class NameTable<D extends Declaration> {
  private readonly byName = new Map<string, D[]>();
  private readonly crowded = new Set<string>();

  get(name: string): D | undefined {
    return this.byName.get(name)?.[0];
  }

  names(): Iterable<string> {
    return this.byName.keys();
  }

  /** Whether the declaration is the one that its name stands for. */
  holds(declaration: D): boolean {
    return this.get(declaration.name) === declaration;
  }

  add(declaration: D): void {
    const same = this.byName.get(declaration.name);
    if (!same) {
      this.byName.set(declaration.name, [declaration]);
      return;
    }
    same.splice(placeOf(declaration, same), 0, declaration);
    this.crowded.add(declaration.name);
  }

  remove(declaration: D): void {
    const same = this.byName.get(declaration.name) ?? [];
    const rest = same.filter((other) => other !== declaration);
    if (rest.length === 0) this.byName.delete(declaration.name);
    else this.byName.set(declaration.name, rest);
    if (rest.length < 2) this.crowded.delete(declaration.name);
  }

  /** Those that come too late, each with the one that counts. */
  *duplicates(): Iterable<{ readonly duplicate: D; readonly first: D }> {
    for (const name of this.crowded) {
      const [first, ...rest] = this.byName.get(name) ?? [];
      for (const duplicate of rest) if (first) yield { duplicate, first };
    }
  }
}

/** Where a declaration belongs among others that are in the order of the text. Sorting anew each time would be quadratic. */
function placeOf(declaration: Declaration, sorted: readonly Declaration[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other && compareOrigins(other.places.name, declaration.places.name) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
