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

export interface Row {
  readonly cells: readonly string[];
  readonly about?: Omit<CommandLine, 'text'>;
}

const lineOf = (text: string, about: Row['about']): CommandLine => ({
  ...(about ?? { marks: [] }),
  text: text.trimEnd(),
});

function widthsOf(rows: readonly Row[]): readonly number[] {
  const widths: number[] = [];
  for (const { cells } of rows) {
    for (const [column, cell] of cells.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return widths;
}

/** iproute2's brief output: columns of a fixed width, which a long name pushes aside. Seen with iproute2 6.15. */
export const fixedColumns = (widths: readonly number[], rows: readonly Row[]): readonly CommandLine[] =>
  rows.map(({ cells, about }) =>
    lineOf(cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' '), about),
  );

/** nmcli: columns as wide as their widest cell, and two blanks. Seen with NetworkManager 1.52. */
export function nmcliTable(rows: readonly Row[]): readonly CommandLine[] {
  const widths = widthsOf(rows);
  return rows.map(({ cells, about }) =>
    lineOf(cells.map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2)).join(''), about),
  );
}

/** virsh: a blank before, three between, and a line of dashes below the headings. Seen with libvirt 11.3. */
export function virshTable(headings: readonly string[], rows: readonly Row[]): readonly CommandLine[] {
  const all = [{ cells: headings }, ...rows];
  const widths = widthsOf(all);
  const [heading, ...lines] = all.map(({ cells, about }: Row) =>
    lineOf(` ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`, about),
  );
  const dashes = '-'.repeat(widths.reduce((sum, width) => sum + width + 3, 0));
  return heading ? [heading, lineOf(dashes, undefined), ...lines] : lines;
}

/** One argument of a POSIX shell, whatever is in it: names come from files. */
export const shellWord = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
