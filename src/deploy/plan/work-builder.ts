import type { Line, Work } from './plan.js';

/** When undone, in this order: what carries the management comes back first. */
const UNDO_ORDER = ['files', 'profiles', 'firewall', 'networks', 'guests', 'taps'] as const;
type UndoStage = (typeof UNDO_ORDER)[number];

/** Collects what the engine on the host is sent. One per plan. */
export class WorkBuilder {
  readonly #apply: Line[] = [];
  readonly #persist: Line[] = [];
  readonly #unpersist: Line[] = [];
  readonly #afterwards: Line[] = [];
  readonly #profiles: Line[] = [];
  readonly #files: Line[] = [];
  readonly #data = new Map<string, string>();
  readonly #undo = new Map<UndoStage, Line[]>();

  /** Puts a text into the bundle and gives its name there. */
  data(text: string): string {
    const name = `data/${this.#data.size + 1}`;
    this.#data.set(name, text);
    return name;
  }

  profile(...line: Line): void {
    this.#profiles.push(line);
  }

  file(...line: Line): void {
    this.#files.push(line);
  }

  /** Tells the person which step is at work. */
  announce(step: number, text: string): void {
    this.#apply.push(['0', 'step', `${step}`, text]);
  }

  /** Appends to what is done while the transaction is open; returns the number that its undoing is bound to. */
  apply(...line: Line): number {
    const number = this.#apply.length + 1;
    this.#apply.push([`${number}`, ...line]);
    return number;
  }

  /** Undoes what has the number, if it was begun. */
  undo(stage: UndoStage, number: number, ...line: Line): void {
    const lines = this.#undo.get(stage) ?? [];
    this.#undo.set(stage, [...lines, [`${number}`, ...line]]);
  }

  /** Appends to what is made permanent by the commit, and how that is taken back. */
  persist(line: Line, ...undo: readonly Line[]): void {
    const number = `${this.#persist.length + 1}`;
    this.#persist.push([number, ...line]);
    // The last one done is the first one undone.
    this.#unpersist.unshift(...undo.map((fields) => [number, ...fields]));
  }

  /** Appends to what is done once the commit is certain. */
  afterwards(...line: Line): void {
    this.#afterwards.push([`${this.#afterwards.length + 1}`, ...line]);
  }

  build(record: Work['record']): Work {
    return {
      profiles: this.#profiles,
      files: this.#files,
      apply: renumbered(this.#apply),
      undo: UNDO_ORDER.flatMap((stage) => this.#undo.get(stage) ?? []),
      persist: this.#persist,
      unpersist: this.#unpersist,
      afterwards: this.#afterwards,
      data: Object.fromEntries(this.#data),
      record,
    };
  }
}

/** An announcement has the number of the line before it: announcing begins nothing that would have to be undone. */
function renumbered(lines: readonly Line[]): readonly Line[] {
  let last = '0';
  return lines.map(([number = '0', ...rest]) => {
    if (number !== '0') last = number;
    return [last, ...rest];
  });
}
