import { spawn, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../architecture/imports.js';

/** The command line as people run it: one bundle, a process of its own that can be killed. */
export async function bundleClient(folder: string): Promise<string> {
  const file = join(folder, 'kvmnet.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20.10',
    format: 'cjs',
    external: ['cpu-features', '*.node'],
    keepNames: true,
    logLevel: 'warning',
    outfile: file,
  });
  return file;
}

/** What the tool said in the end about the host. */
export type Said = 'old' | 'new' | 'refused' | 'unknown' | 'nothing' | 'something else';

export interface ClientEnd {
  readonly said: Said;
  /** Everything that it wrote. */
  readonly output: string;
}

/** One run of the tool against one host. */
export class Client {
  readonly #child: ChildProcess;
  readonly #end: Promise<ClientEnd>;
  readonly #watches: { readonly pattern: RegExp; readonly seen: () => void }[] = [];
  #output = '';
  #killed = false;

  constructor(bundle: string, cwd: string, argv: readonly string[]) {
    this.#child = spawn(process.execPath, [bundle, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#hear(chunk.toString()));
    }
    this.#end = new Promise((resolve) => {
      this.#child.on('close', () =>
        resolve({ said: saidIn(this.#output, this.#killed), output: this.#output }),
      );
    });
  }

  /** Resolves when it has written this, or has ended without. */
  async until(pattern: RegExp): Promise<boolean> {
    const seen = new Promise<boolean>((resolve) => {
      if (pattern.test(this.#output)) resolve(true);
      else this.#watches.push({ pattern, seen: () => resolve(true) });
    });
    return Promise.race([seen, this.#end.then(() => false)]);
  }

  end(): Promise<ClientEnd> {
    return this.#end;
  }

  kill(): void {
    this.#killed = true;
    this.#child.kill('SIGKILL');
  }

  cancel(): void {
    this.#child.kill('SIGINT');
  }

  #hear(text: string): void {
    this.#output += text;
    for (const { pattern, seen } of this.#watches) if (pattern.test(this.#output)) seen();
  }
}

function saidIn(output: string, killed: boolean): Said {
  if (/: done: generation|: no changes/.test(output)) return 'new';
  if (output.includes('the host is on its old configuration')) return 'old';
  if (killed) return 'nothing';
  if (output.includes('It undoes an unconfirmed change by itself')) return 'unknown';
  const isExplained = /^kvm1: .*\n {2}\S/m.test(output) && !output.includes('this should not have happened');
  return isExplained ? 'refused' : 'something else';
}

/** An OpenSSH configuration by which kvm1 is behind a port of 127.0.0.1, with a known_hosts of its own. */
export async function writeSshConfig(
  folder: string,
  name: string,
  port: number,
  host: { readonly identityFile: string; readonly hostPublicKey: string },
): Promise<string> {
  const [type = '', key = ''] = host.hostPublicKey.split(' ');
  const knownHosts = join(folder, `${name}.known_hosts`);
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${type} ${key}\n`);
  const file = join(folder, `${name}.ssh_config`);
  const lines = [
    'Host kvm1',
    '  HostName 127.0.0.1',
    `  Port ${port}`,
    '  User admin',
    `  IdentityFile "${host.identityFile}"`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile "${knownHosts}"`,
    '  GlobalKnownHostsFile /dev/null',
    '  StrictHostKeyChecking yes',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}
