import { readdir } from 'node:fs/promises';

/** What `bench/NAME/index.ts` exports. Prints a table; `args` is the rest of the command line. */
interface Benchmark {
  readonly run: (args: readonly string[]) => Promise<void>;
}

const entries = await readdir(import.meta.dirname, { withFileTypes: true });
const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const [name, ...args] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${names.sort().join(', ')}\n`);
  process.exitCode = 2;
} else {
  const benchmark = (await import(`./${name}/index.ts`)) as Benchmark;
  await benchmark.run(args);
}
