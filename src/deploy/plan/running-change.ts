import type { PlannedChange } from './plan.js';

/** A change of what runs, whatever is configured. */
export function running(path: string, before: string | undefined, after: string | undefined): PlannedChange {
  return {
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    running: true,
  };
}

/** Nothing when both are the same. */
export function differs<T extends string | number | boolean>(
  path: string,
  before: T | undefined,
  after: T | undefined,
): readonly PlannedChange[] {
  if (before === after) return [];
  return [
    running(
      path,
      before === undefined ? undefined : String(before),
      after === undefined ? undefined : String(after),
    ),
  ];
}
