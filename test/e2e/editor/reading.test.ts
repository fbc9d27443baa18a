import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  copyOfExamples,
  describeInExtensionHost,
  keepScreenOfFailures,
  packagedExtension,
  startEditorSession,
  themeSetting,
  type EditorSession,
  type SiteFolder,
  type Workbench,
} from '../support/index.js';
import { tests } from './reading.host.js';

describeInExtensionHost('Reading a site', tests, async () => ({
  suite: new URL('reading.host.ts', import.meta.url),
  folder: (await copyOfExamples()).path,
  session: { vsix: [packagedExtension()] },
}));

describe('A site that is read in the editor', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await copyOfExamples();
    session = await startEditorSession({
      vsix: [packagedExtension()],
      settings: { 'editor.fontSize': 13, 'window.commandCenter': false, ...themeSetting('light') },
    });
    workbench = await session.openWorkbench(folder.path, {
      file: folder.file('rack/hosts.kvmnet'),
      viewport: { width: 1400, height: 900 },
      reducedMotion: 'reduce',
    });
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  const text = (): Promise<string> => workbench.editor.visibleText();

  it.each(['light', 'dark'] as const)('shows hints between the words in the theme %s', async (theme) => {
    await workbench.useTheme(theme);
    await workbench.command('View: Close Primary Side Bar');
    for (const hint of ['10.11.10.22', 'bond0.13 → tenant', 'mtu 9000'])
      await workbench.editor.hints(hint).first().waitFor();
    // A long line is shown whole: VS Code cuts hints after 43 characters where nobody says otherwise.
    await workbench.editor.hints('10.11.12.0/24').first().waitFor();
    await workbench.screenshot(`hints-${theme}`);
  });

  it('tells on hover what the host gets', async () => {
    await workbench.editor.goTo(3, 9);
    await workbench.page.keyboard.press('Control+KeyK');
    await workbench.page.keyboard.press('Control+KeyI');
    const hover = workbench.page.locator('.monaco-hover:visible').first();
    await hover.getByText('mode=active-backup').waitFor();
    await workbench.screenshot('hover-device');
    await workbench.page.keyboard.press('Escape');
    await hover.waitFor({ state: 'hidden' });
  });

  it('writes a hint into the text by a double click', async () => {
    await workbench.openFile('rack/guests.kvmnet');
    const hint = workbench.editor.hints('52:54:00:f7:c3:f4').first();
    await hint.waitFor();
    expect(await text()).not.toContain('52:54:00:f7:c3:f4');
    await hint.dblclick();
    await expect.poll(text).toContain('mac 52:54:00:f7:c3:f4 }');
    await workbench.screenshot('hints-guests');
    await workbench.page.keyboard.press('ControlOrMeta+KeyZ');
    await expect.poll(text).not.toContain('52:54:00:f7:c3:f4');
  });

  it('shows in the side bar what stands on a device', async () => {
    await workbench.openFile('rack/hosts.kvmnet');
    await workbench.editor.goTo(3, 9);
    await workbench.command('Calls: Show Call Hierarchy');
    const tree = workbench.page.locator(
      '.call-hierarchy .monaco-list-row, .peekview-widget .monaco-list-row',
    );
    await tree.filter({ hasText: 'bond0.13' }).first().waitFor();
    await workbench.screenshot('call-hierarchy');
    await workbench.page.keyboard.press('Escape');
  });

  it('finds a device by host and name', async () => {
    await workbench.page.keyboard.press('ControlOrMeta+KeyT');
    const input = workbench.quickInput.locator('.quick-input-box input');
    await input.waitFor();
    await input.fill('#kvm2.bond0.13');
    await workbench.quickInput
      .locator('.monaco-list-row')
      .filter({ hasText: 'kvm2.bond0.13' })
      .first()
      .waitFor();
    await workbench.screenshot('workspace-symbols');
    await workbench.page.keyboard.press('Escape');
  });

  it('lists who uses a network from the line above it', async () => {
    await workbench.openFile('rack/networks.kvmnet');
    await workbench.editor.codeLens('2 hosts, 2 guests').first().click();
    await workbench.page.locator('.peekview-widget .monaco-list-row').first().waitFor();
    await workbench.screenshot('usage-lens');
    await workbench.page.keyboard.press('Escape');
  });
});
