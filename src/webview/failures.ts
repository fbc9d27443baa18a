import type { FailureReport } from '../topology/index.js';

export interface FailuresEvents {
  readonly ask: (failed: readonly string[]) => void;
  readonly show: (report: FailureReport | undefined) => void;
}

/** What a person takes to have failed, all at once. */
export interface Failures {
  toggle(id: string): void;
  add(ids: readonly string[]): void;
  reset(): void;
  has(id: string): boolean;
  list(): readonly string[];
  take(report: FailureReport): void;
  /** The text has changed, and with it perhaps what follows. */
  refresh(): void;
}

export function createFailures(initial: readonly string[], events: FailuresEvents): Failures {
  let failed: readonly string[] = initial;
  const change = (next: readonly string[]): void => {
    failed = next;
    if (failed.length === 0) events.show(undefined);
    else events.ask(failed);
  };
  return {
    toggle: (id) => change(failed.includes(id) ? failed.filter((other) => other !== id) : [...failed, id]),
    add: (ids) => change([...new Set([...failed, ...ids])]),
    reset: () => change([]),
    has: (id) => failed.includes(id),
    list: () => failed,
    take(report) {
      // An answer to what was asked before something else failed, or worked again, is not shown.
      const known = new Set(report.failed.map(({ id }) => id));
      if (failed.length > 0 && [...known].every((id) => failed.includes(id))) events.show(report);
    },
    refresh() {
      if (failed.length > 0) events.ask(failed);
    },
  };
}
