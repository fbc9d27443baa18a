import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import type { EditorHost } from '../../../scripts/editor-host.js';
import type { ExtensionHostResult } from './extension-host-tests.js';
import { limits } from './time-limits.js';

export interface ExtensionHostRun {
  /** The file that exports `tests`, a list of `ExtensionHostTest`. */
  readonly suite: URL;
  /** The folder (absolute path) to open. The tests may change it: hand in a copy. */
  readonly folder: string;
  /** A folder with the package.json of the extension under test, unless a vsix is installed. */
  readonly extensionDevelopmentPath?: string;
  /** Environment of the extension host, on top of the server's. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Opens a window that runs the tests of a file inside its extension host, and gives their results. This is VS Code's
 * own way for extension tests (`extensionTestsPath`), asked for through the window's address.
 */
export async function runTestsInExtensionHost(
  browser: Browser,
  host: EditorHost,
  run: ExtensionHostRun,
): Promise<readonly ExtensionHostResult[]> {
  const work = await mkdtemp(join(host.folders.root, 'tests-'));
  const resultsFile = join(work, 'results.json');
  await bundleSuite(run.suite, resultsFile, work);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const log: string[] = [];
    const exit = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
      void page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
        log.push(`${type}: ${args.map(String).join(' ')}`);
      });
    });
    const payload = [
      // VS Code runs tests only beside an extension under development; the tests' own folder will do for that.
      ['extensionDevelopmentPath', host.uriOf(run.extensionDevelopmentPath ?? work)],
      ['extensionTestsPath', host.uriOf(join(work, 'index.js'))],
      ['extensionEnvironment', JSON.stringify(run.environment ?? {})],
    ] as const;
    await page.goto(host.workbenchUrl(run.folder, payload));
    const code = await within(exit, limits.extensionHostRun);
    const results = await readResults(resultsFile);
    if (code === 0) return results;
    const ended = code === undefined ? 'has not ended in time' : `has ended with ${code}`;
    const failure = `The run inside the extension host ${ended}.\n${log.slice(-30).join('\n')}`;
    return [...results, { title: 'the run as a whole', milliseconds: 0, failure }];
  } finally {
    await context.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** The extension host loads one CommonJS file; `vscode` is the only module that it adds. */
async function bundleSuite(suite: URL, resultsFile: string, directory: string): Promise<void> {
  const runner = fileURLToPath(new URL('./extension-host-runner.ts', import.meta.url));
  await build({
    stdin: {
      contents: `
        import * as vscode from 'vscode';
        import { tests } from ${JSON.stringify(fileURLToPath(suite))};
        import { runTests } from ${JSON.stringify(runner)};
        export const run = () => runTests(vscode, tests, ${JSON.stringify(resultsFile)});`,
      resolveDir: directory,
      loader: 'ts',
    },
    outfile: join(directory, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const manifest = {
    name: 'tests',
    publisher: 'kvmnet',
    version: '0.0.1',
    engines: { vscode: '*' },
    type: 'commonjs',
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
}

function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function readResults(file: string): Promise<readonly ExtensionHostResult[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as readonly ExtensionHostResult[];
  } catch {
    return [];
  }
}
