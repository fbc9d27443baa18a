import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceId } from '../../src/model/index.js';
import { PreviewPane } from './editor/preview-pane.js';
import { tests } from './extension.host.js';
import {
  describeInExtensionHost,
  keepScreenOfFailures,
  packagedExtension,
  siteFolder,
  startEditorSession,
  type EditorSession,
  type SiteFolder,
  type Workbench,
} from './support/index.js';

describeInExtensionHost('The extension', tests, async () => ({
  suite: new URL('extension.host.ts', import.meta.url),
  // Nothing of ours yet: the first test looks at how the extension starts.
  folder: (await siteFolder({ 'readme.txt': 'A site is made by the tests.\n' })).path,
  session: { vsix: [packagedExtension()] },
}));

describe('The extension in a window that nobody trusts yet', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;
  let preview: PreviewPane;

  beforeAll(async () => {
    folder = await siteFolder({ 'site.kvmnet': 'host kvm1 {\n  nic eth0 { address 192.0.2.1/24 }\n}\n' });
    session = await startEditorSession({ vsix: [packagedExtension()], workspaceTrust: true });
    // Without a file in the address: VS Code would open that one alone after a reload.
    workbench = await session.openWorkbench(folder.path);
    await workbench.openFile('site.kvmnet');
    preview = new PreviewPane(workbench);
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  /** Processes below the editor that run the language server. */
  const servers = (): readonly string[] =>
    execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((row) => row.includes(session.host.folders.root) && row.includes('dist/server/main.cjs'))
      .map((row) => row.trim().split(' ')[0] ?? '');

  it('edits, checks and draws', async () => {
    await workbench.statusBarItem('Restricted Mode').waitFor();
    await workbench.statusBarItem('KVMNet: 1 host').waitFor();
    await workbench.command('KVMNet: Open Topology Preview to the Side');
    await expect.poll(() => preview.nodes()).toContain(deviceId('kvm1', 'eth0'));
  });

  it.each(['Plan', 'Deploy', 'Roll back'])('refuses: %s, with a sentence and a way on', async (title) => {
    await workbench.editor.codeLens(title).first().click();
    const refusal = workbench.notification('trust this workspace first');
    await refusal.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await refusal.hover();
    await refusal.locator('.codicon-notifications-clear').click();
    await refusal.waitFor({ state: 'hidden' });
  });

  it('restores the preview after a reload, and leaves no language server behind', async () => {
    await expect.poll(servers).toHaveLength(1);
    const [before] = servers();
    const loaded = workbench.page.waitForEvent('load');
    await workbench.command('Developer: Reload Window');
    await loaded;
    await workbench.editor.waitUntilOpen('site.kvmnet');
    await workbench.tab('Topology').waitFor();
    await expect.poll(() => preview.nodes()).toContain(deviceId('kvm1', 'eth0'));
    await workbench.editor.goTo(2, 8);
    await expect.poll(() => preview.nodes('.at-cursor')).toEqual([deviceId('kvm1', 'eth0')]);
    await expect.poll(servers).toHaveLength(1);
    expect(servers()).not.toContain(before);
  });
});
