import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Network, Origin } from '../../../src/model/index.js';

const isOrigin = (value: unknown): value is Origin =>
  typeof value === 'object' && value !== null && 'uri' in value && 'range' in value;

/** `hosts.kvmnet 3:5-3:9`, counted as people do. */
function place({ uri, range: { start, end } }: Origin): string {
  const at = ({ line, character }: { line: number; character: number }): string =>
    `${line + 1}:${character + 1}`;
  return `${uri.slice(uri.lastIndexOf('/') + 1)} ${at(start)}-${at(end)}`;
}

/** A network as a person reads it: places as text, empty lists left out. */
export const readable = (network: Network): string =>
  `${JSON.stringify(
    network,
    (key, value: unknown) => {
      if (isOrigin(value)) return place(value);
      return Array.isArray(value) && value.length === 0 && key !== 'ports' ? undefined : value;
    },
    1,
  )}\n`;

/** Compares with a file; `UPDATE_GOLDEN=1` writes it. A file that is not there is a failure. */
export function expectGolden(file: string, actual: string): void {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual);
  expect(existsSync(file), `${file} exists; UPDATE_GOLDEN=1 writes it`).toBe(true);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}
