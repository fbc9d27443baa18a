import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEditorSession, type EditorSession, type EditorSessionOptions } from './editor-session.js';
import type { ExtensionHostRun } from './extension-host-run.js';
import type { ExtensionHostResult, ExtensionHostTest } from './extension-host-tests.js';

export interface ExtensionHostSuite extends ExtensionHostRun {
  /** The same list that `suite` exports: its titles become the tests of this run. */
  readonly tests: readonly ExtensionHostTest[];
  readonly session?: EditorSessionOptions;
}

/**
 * One vitest test per test of the file: all of them run in one window, and each reports its own result. The folder and
 * the vsix are asked for late, in a hook, where they may be made.
 */
export function describeInExtensionHost(
  noun: string,
  tests: readonly ExtensionHostTest[],
  prepare: () => Promise<Omit<ExtensionHostSuite, 'tests'>>,
): void {
  describe(noun, () => {
    let session: EditorSession | undefined;
    let results: readonly ExtensionHostResult[] = [];

    beforeAll(async () => {
      const suite = await prepare();
      session = await startEditorSession({ ...suite.session, testDriver: true });
      results = await session.runInExtensionHost(suite);
    });

    afterAll(() => session?.stop());

    for (const { title } of tests) {
      it(title, () => {
        const result = results.find((candidate) => candidate.title === title);
        if (result === undefined) expect.fail('This test has not run.');
        if (result.failure !== undefined) expect.fail(result.failure);
      });
    }

    it('comes to its end', () => {
      const unexpected = results.filter((result) => !tests.some((test) => test.title === result.title));
      expect(unexpected.map((result) => result.failure)).toEqual([]);
    });
  });
}
