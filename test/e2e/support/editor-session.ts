import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { inject } from 'vitest';
import { startEditorHost, type EditorHost } from '../../../scripts/editor-host.js';
import type { EditorSettings } from '../../../scripts/editor-host-folders.js';
import { runTestsInExtensionHost, type ExtensionHostRun } from './extension-host-run.js';
import { limits } from './time-limits.js';
import { Workbench, type WorkbenchOptions } from './workbench.js';

export interface EditorSessionOptions {
  /** Packaged extensions to install. */
  readonly vsix?: readonly string[];
  readonly settings?: EditorSettings;
  /** Show the question for trust instead of trusting every folder. */
  readonly workspaceTrust?: boolean;
  /**
   * Let windows run tests in the extension host. VS Code then keeps its notifications to the bell in the status bar,
   * so it is off where the person's view is tested; `describeInExtensionHost` turns it on.
   */
  readonly testDriver?: boolean;
  /** For the server and all extensions. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A real VS Code with a browser in front of it. Start one per test file, and stop it in `afterAll`. */
export interface EditorSession {
  readonly host: EditorHost;
  readonly browser: Browser;
  /** Opens a window on a folder (absolute path) and waits until it can be used. */
  openWorkbench(folder: string, options?: WorkbenchOptions): Promise<Workbench>;
  /** Runs tests where the extension runs, with the `vscode` API. See `describeInExtensionHost` for the usual way. */
  runInExtensionHost(run: ExtensionHostRun): ReturnType<typeof runTestsInExtensionHost>;
  stop(): Promise<void>;
}

export async function startEditorSession(options: EditorSessionOptions = {}): Promise<EditorSession> {
  // A short path: Unix sockets lie below it.
  const root = await mkdtemp(join(tmpdir(), 'kvmnet-e2e-'));
  const started = await startEditorHost({
    ...options,
    installation: inject('editor'),
    root,
  });
  if (started.kind === 'unavailable') throw new Error(`${started.reason}\n${started.nextStep}`);
  const host = started.thing;
  const browser = await launchBrowser(inject('chromium'));
  return {
    host,
    browser,
    openWorkbench: (folder, workbenchOptions) => Workbench.open(browser, host, folder, workbenchOptions),
    runInExtensionHost: (run) => runTestsInExtensionHost(browser, host, run),
    async stop() {
      await browser.close();
      await host.stop();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** How Chromium is started for tests. */
export const chromiumArguments: readonly string[] = [
  // Its sandbox refuses to run as root, which CI is; the only pages are those of the editor on loopback.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, timeout: limits.appears, args: [...chromiumArguments] });
}
