import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheOf, CompiledProgram } from '../../src/cli/compiled-program.js';

/** What the program of these tests has done: who it is, and what it found beside it. */
interface Trace {
  file?: string;
  folder?: string;
  separator?: string;
}

describe('the command line as V8 has compiled it', () => {
  let folder: string;
  let file: string;
  const trace = (): Trace => (globalThis as { traceOfProgram?: Trace }).traceOfProgram ?? {};

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvmnet-'));
    file = join(folder, 'program.cjs');
    await writeFile(
      file,
      "globalThis.traceOfProgram = { file: __filename, folder: __dirname, separator: require('node:path').sep };",
    );
  });

  afterEach(async () => {
    Reflect.deleteProperty(globalThis, 'traceOfProgram');
    await rm(folder, { recursive: true });
  });

  const asRequired = (): Trace => ({ file, folder, separator: '/' });

  it('runs without a cache', () => {
    new CompiledProgram(file).run();
    expect(trace()).toEqual(asRequired());
  });

  it('runs with a cache, and V8 takes it', async () => {
    await writeFile(cacheOf(file), new CompiledProgram(file).compiled());
    const program = new CompiledProgram(file);
    program.run();
    expect(program.fromCache).toBe(true);
    expect(trace()).toEqual(asRequired());
  });

  it.each([
    ['that is not one', Buffer.from('of another V8')],
    ['that is empty', Buffer.alloc(0)],
  ])('runs with a cache %s', async (_, cache) => {
    await writeFile(cacheOf(file), cache);
    const program = new CompiledProgram(file);
    program.run();
    expect(program.fromCache).toBe(false);
    expect(trace()).toEqual(asRequired());
  });
});
