import { spawn } from 'node:child_process';

export interface CommandRun {
  readonly code: number;
  /** Standard output and standard error, in the order in which they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program without a shell and waits for its end. A program that cannot be started ends with code 127. */
export function runCommand(
  argv: readonly [string, ...string[]],
  options: CommandOptions = {},
): Promise<CommandRun> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 128, output: signal ? `${output}\n${signal}` : output }),
    );
  });
}

/** The end of a program's output, enough to see why it failed. */
export function lastLines(output: string, count = 20): string {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * The environment for npm in another folder. When this runs below `npm start`, npm hands its own state down in
 * `npm_*` variables, which would point the inner npm at this repository; `npm_config_registry` and the like stay.
 */
export function environmentForNpm(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle)_.*|npm_config_(local_prefix|prefix)|npm_command|INIT_CWD)$/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...extra };
}
