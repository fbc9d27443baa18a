import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place in a site where something is wrong, as its comment `// fault: CODE` says. */
export interface Fault {
  readonly code: string;
  /** From 0. */
  readonly line: number;
}

export interface Specimen {
  readonly name: string;
  /** The folder that is its site. */
  readonly folder: string;
  readonly text: string;
  /** None in a valid site. */
  readonly faults: readonly Fault[];
}

const FOLDER = join(import.meta.dirname, '../../../bench/faults');

/** @param kind `corpus`: sites with faults; `valid`: sites without. */
export function readSpecimens(kind: 'corpus' | 'valid'): readonly Specimen[] {
  const root = join(FOLDER, kind);
  return readdirSync(root)
    .sort()
    .map((name) => {
      const folder = join(root, name);
      const text = readFileSync(join(folder, 'site.kvmnet'), 'utf8');
      return { name, folder, text, faults: faultsIn(text) };
    });
}

const faultsIn = (text: string): readonly Fault[] =>
  text.split('\n').flatMap((source, line) => {
    const code = /\/\/ fault: (\S+)/.exec(source)?.[1];
    return code === undefined ? [] : [{ code, line }];
  });
