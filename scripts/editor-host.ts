import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  hostEnvironment,
  makeEditorHostFolders,
  writeUserSettings,
  type EditorHostFolders,
  type EditorSettings,
} from './editor-host-folders.js';
import { lastLines, runCommand } from './run-command.js';
import type { EditorInstallation } from './set-up-editor.js';
import { ready, unavailable, type SetUp } from './set-up.js';

export interface EditorHostOptions {
  readonly installation: EditorInstallation;
  /** The folder for everything that this host writes. Kept when the host stops. */
  readonly root: string;
  /** A TCP port of 127.0.0.1; by default any free one. */
  readonly port?: number;
  /** Packaged extensions to install before the start. */
  readonly vsix?: readonly string[];
  /** User settings on top of the quiet ones. */
  readonly settings?: EditorSettings;
  /** Ask whether a folder is trusted, as VS Code does by default. Without it every folder is. */
  readonly workspaceTrust?: boolean;
  /** Let an address run code in the extension host (`extensionTestsPath`): for tests only. */
  readonly testDriver?: boolean;
  /** The home folder that extensions see; by default an empty one of this host. */
  readonly home?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Ask for this password before anything else is shown. */
  readonly password?: string;
}

/** What the address of a workbench can ask for, such as `openFile` (a URI), as VS Code for the web reads it. */
export type WorkbenchPayload = readonly (readonly [name: string, value: string])[];

/** A running server build of VS Code, on 127.0.0.1 only. */
export interface EditorHost {
  readonly url: string;
  readonly folders: EditorHostFolders;
  /** The address of the workbench on a folder (absolute path), which may ask for more by its payload. */
  workbenchUrl(folder: string, payload?: WorkbenchPayload): string;
  /** How a window names a file of this server (absolute path). */
  uriOf(path: string): string;
  /** What the server has logged. */
  log(): Promise<string>;
  /** Resolves when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** How long a loaded two-core machine may take to start the server (1 s on a calm one). */
const startTimeoutMs = 60_000;

export async function startEditorHost(options: EditorHostOptions): Promise<SetUp<EditorHost>> {
  const folders = await makeEditorHostFolders(options.root);
  await writeUserSettings(folders, options.settings ?? {});
  await writeFile(folders.configuration, serverConfiguration(options), { mode: 0o600 });
  const program = [options.installation.node, options.installation.entry] as const;
  const places = ['--config', folders.configuration, '--user-data-dir', folders.userData];
  const common = [...places, '--extensions-dir', folders.extensions];
  const env = {
    ...hostEnvironment(folders, options.home ?? join(folders.root, 'home')),
    ...options.environment,
  };

  for (const vsix of options.vsix ?? []) {
    const run = await runCommand([...program, ...common, '--install-extension', vsix, '--force'], { env });
    if (run.code !== 0) {
      return unavailable(
        `the editor refused the extension ${vsix}:\n${lastLines(run.output)}`,
        'See its package.json.',
      );
    }
  }

  const log = await open(folders.log, 'w');
  const flags = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  if (options.workspaceTrust !== true) flags.push('--disable-workspace-trust');
  if (options.testDriver === true) flags.push('--vscode-option', 'enable-smoke-test-driver');
  // The kernel ends the server with us, even if we are killed (PR_SET_PDEATHSIG, prctl(2)).
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', ...program, ...common, ...flags], {
    env,
    cwd: folders.root,
    // A group of its own: the server starts extension hosts, which start language servers. They end together.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const processes = new ProcessGroup(child);
  const url = await addressOnceHealthy(folders.log, processes);
  if (url === undefined) {
    await processes.end();
    const output = lastLines(await readFile(folders.log, 'utf8'));
    return unavailable(
      `the editor did not start:\n${output}`,
      'Run it again; remove .cache/editor if it stays so.',
    );
  }
  return ready(editorHost(url, folders, processes));
}

function serverConfiguration(options: EditorHostOptions): string {
  const auth =
    options.password === undefined
      ? ['auth: none']
      : ['auth: password', `password: ${JSON.stringify(options.password)}`];
  // Port 0: the kernel gives a free one, and the log says which; a port that was looked for first could be taken.
  return [...auth, `bind-addr: 127.0.0.1:${options.port ?? 0}`, 'cert: false', ''].join('\n');
}

function editorHost(url: string, folders: EditorHostFolders, processes: ProcessGroup): EditorHost {
  const authority = new URL(url).host;
  return {
    url,
    folders,
    workbenchUrl(folder, payload = []) {
      const query = payload.length === 0 ? { folder } : { folder, payload: JSON.stringify(payload) };
      return `${url}?${new URLSearchParams(query).toString().replaceAll('%2F', '/')}`;
    },
    uriOf: (path) => `vscode-remote://${authority}${encodeURI(path)}`,
    log: () => readFile(folders.log, 'utf8'),
    ended: processes.ended,
    stop: () => processes.end(),
  };
}

async function addressOnceHealthy(log: string, processes: ProcessGroup): Promise<string | undefined> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && !processes.hasEnded) {
    const url = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(
      await readFile(log, 'utf8'),
    )?.[1];
    if (url !== undefined && (await isHealthy(url))) return url;
    await wait(100);
  }
  return undefined;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('healthz', url))).ok;
  } catch {
    return false;
  }
}

/** A detached child with everything that it has started. */
class ProcessGroup {
  hasEnded = false;
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #endWithUs = (): void => this.#signal('SIGKILL');

  constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = new Promise((resolve) => {
      const settle = (): void => {
        this.hasEnded = true;
        process.off('exit', this.#endWithUs);
        // What the server left behind in its group: extension hosts and language servers that outlive a crash.
        this.#signal('SIGKILL');
        resolve();
      };
      child.once('error', settle);
      child.once('exit', settle);
    });
    process.on('exit', this.#endWithUs);
  }

  async end(): Promise<void> {
    if (!this.hasEnded) this.#signal('SIGTERM');
    const late = setTimeout(() => this.#signal('SIGKILL'), 5000);
    await this.ended;
    clearTimeout(late);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // ESRCH: nothing of the group is left.
    }
  }
}
