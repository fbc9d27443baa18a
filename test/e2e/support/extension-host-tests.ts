import type * as vscode from 'vscode';

/** What a test inside the extension host is given; `vscode` exists only there, so it is handed in. */
export interface ExtensionHostContext {
  readonly vscode: typeof vscode;
  /** The opened folder, absolute. */
  readonly folder: string;
  /** Waits until `look` gives something else than `undefined` or `false`; fails with what was waited for. */
  readonly until: <Found>(
    waitedFor: string,
    look: () => Found | undefined | false | PromiseLike<Found | undefined | false>,
  ) => Promise<Found>;
}

/** One test: fails by throwing. Tests of a list run one after another in one window. */
export interface ExtensionHostTest {
  readonly title: string;
  readonly run: (context: ExtensionHostContext) => Promise<void>;
}

export interface ExtensionHostResult {
  readonly title: string;
  readonly milliseconds: number;
  /** Nothing if the test has passed. */
  readonly failure?: string;
}
