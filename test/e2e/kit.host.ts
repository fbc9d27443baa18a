import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ExtensionHostTest } from './support/extension-host-tests.js';

export const tests: readonly ExtensionHostTest[] = [
  {
    title: 'sees what the extension says about a document',
    async run({ vscode, folder, until }) {
      const document = await vscode.workspace.openTextDocument(join(folder, 'one.kit'));
      await vscode.window.showTextDocument(document);
      const [finding] = await until('a finding', () => {
        const findings = vscode.languages.getDiagnostics(document.uri);
        return findings.length > 0 && findings;
      });
      assert.equal(finding?.message, 'this is wrong');
    },
  },
  {
    title: 'runs the commands of the extension',
    async run({ vscode }) {
      const commands = await vscode.commands.getCommands();
      assert.ok(commands.includes('kitFixture.show'));
    },
  },
];
