import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export interface TimedOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the output is that of a run that counts. */
  readonly expect: (output: string) => boolean;
}

/** Seconds of a process that has to end well. */
export async function timed(
  program: string,
  argv: readonly string[],
  { expect, ...options }: TimedOptions,
): Promise<number> {
  const start = performance.now();
  const child = spawn(program, argv, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0 || !expect(output))
    throw new Error(`${program} ${argv.join(' ')} ended with ${code}:\n${output}`);
  return seconds;
}
