import type { ElementId, Origin } from '../../model/index.js';
import type { Mark } from '../graph.js';

/** What a person would type, and what it prints once the plan is applied. */
export interface Command {
  /** `ip -br addr` */
  readonly text: string;
  readonly lines: readonly CommandLine[];
}

export interface CommandLine {
  readonly text: string;
  /** The element that it is about; absent for headings. */
  readonly element?: ElementId;
  readonly marks: readonly Mark[];
  readonly origin?: Origin;
  readonly extent?: Origin;
}

/** Columns padded to the widest cell and two spaces, as these programs print them; no spaces at the end. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2))
      .join('')
      .trimEnd(),
  );
}
