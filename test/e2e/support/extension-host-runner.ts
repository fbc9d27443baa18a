import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { ExtensionHostContext, ExtensionHostResult, ExtensionHostTest } from './extension-host-tests.js';

/** How long `until` looks. */
const patienceMs = 60_000;

/**
 * Runs inside the extension host. Results go to a file after each test: a test that takes the host down leaves the
 * results of those before it, and what is printed there reaches nobody in a readable form.
 */
export async function runTests(
  api: typeof vscode,
  tests: readonly ExtensionHostTest[],
  resultsFile: string,
): Promise<void> {
  const folder = api.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) throw new Error('The window was opened without a folder.');
  const context: ExtensionHostContext = { vscode: api, folder, until };
  const results: ExtensionHostResult[] = [];
  for (const test of tests) {
    const started = Date.now();
    const failure = await failureOf(test, context);
    const result = { title: test.title, milliseconds: Date.now() - started };
    results.push(failure === undefined ? result : { ...result, failure });
    await writeFile(resultsFile, JSON.stringify(results));
  }
}

async function failureOf(
  test: ExtensionHostTest,
  context: ExtensionHostContext,
): Promise<string | undefined> {
  try {
    await test.run(context);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

async function until<Found>(
  waitedFor: string,
  look: () => Found | undefined | false | PromiseLike<Found | undefined | false>,
): Promise<Found> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s in vain for ${waitedFor}.`);
    await wait(50);
  }
}
