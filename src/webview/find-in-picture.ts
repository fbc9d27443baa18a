import type { FindResult } from '../protocol/index.js';

type Match = FindResult['matches'][number];

export interface FindInPictureEvents {
  readonly ask: (query: string) => void;
  readonly mark: (ids: readonly string[]) => void;
  readonly count: (current: number | undefined, total: number) => void;
  /** Goes to a match; the frames around it are opened first where they are closed. */
  readonly goTo: (match: Match) => void;
}

/** What a person looks for, and which of the matches they look at. */
export interface FindInPicture {
  look(query: string): void;
  step(step: 1 | -1): void;
  take(query: string, result: FindResult): void;
  /** The picture has changed, and with it perhaps what is found. */
  refresh(): void;
  query(): string;
  stop(): void;
}

export function createFindInPicture(initial: string, events: FindInPictureEvents): FindInPicture {
  let query = initial;
  let matches: readonly Match[] = [];
  let current: number | undefined;
  /** How far to go once the answer is there: Enter is often pressed before. */
  let wanted = 0;

  function go(step: number): void {
    if (matches.length === 0) return;
    const from = current ?? (step > 0 ? -1 : 0);
    current = (from + step + matches.length) % matches.length;
    const match = matches[current];
    events.count(current, matches.length);
    if (match) events.goTo(match);
  }
  return {
    look(next) {
      if (next === query) return;
      query = next;
      current = undefined;
      wanted = 0;
      matches = [];
      if (query.trim() === '') {
        events.mark([]);
        events.count(undefined, 0);
      } else events.ask(query);
    },
    step(step) {
      if (matches.length > 0) go(step);
      else wanted = step;
    },
    take(asked, result) {
      if (asked !== query) return;
      const before = current === undefined ? undefined : matches[current]?.id;
      ({ matches } = result);
      const place = matches.findIndex(({ id }) => id === before);
      current = place < 0 ? undefined : place;
      events.mark(matches.map(({ id }) => id));
      events.count(current, matches.length);
      if (wanted !== 0) go(wanted);
      wanted = 0;
    },
    refresh() {
      if (query.trim() !== '') events.ask(query);
    },
    query: () => query,
    stop() {
      query = '';
      matches = [];
      current = undefined;
      events.mark([]);
    },
  };
}
