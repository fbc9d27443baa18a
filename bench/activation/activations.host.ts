import type { ExtensionHostTest } from '../../test/e2e/support/extension-host-tests.js';

/** KVMNet, and extensions of VS Code's own that bring a language server as well. */
export const CONTESTANTS = [
  'kvmnet.kvmnet',
  'vscode.json-language-features',
  'vscode.css-language-features',
  'vscode.html-language-features',
] as const;

/** Runs inside the extension host. Each takes as long as its activation. */
export const tests: readonly ExtensionHostTest[] = CONTESTANTS.map((id) => ({
  title: id,
  async run({ vscode: api }) {
    const extension = api.extensions.getExtension(id);
    if (!extension || extension.isActive)
      throw new Error(`${id} is ${extension ? 'active already' : 'not there'}.`);
    await extension.activate();
  },
}));
