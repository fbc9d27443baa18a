import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../scripts/repository.js';
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

/** Of docs/editor.md; made here when KVMNET_UPDATE_IMAGES is set. */
const picture = join(repositoryRoot, 'docs/images/hints.png');

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
      settings: {
        'editor.fontSize': 13,
        'window.commandCenter': false,
        'window.title': '${activeEditorShort}',
        ...themeSetting('light'),
      },
    });
    workbench = await session.openWorkbench(folder.path, {
      file: folder.file('rack/hosts.kvmnet'),
      viewport: { width: 1400, height: 720 },
      reducedMotion: 'reduce',
    });
    await workbench.command('View: Close Primary Side Bar');
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  const text = (): Promise<string> => workbench.editor.visibleText();

  it.each(['light', 'dark'] as const)('shows hints between the words in the theme %s', async (theme) => {
    await workbench.useTheme(theme);
    for (const hint of ['10.11.10.22', 'bond0.13 → tenant', 'mtu 9000'])
      await workbench.editor.hints(hint).first().waitFor();
    // A long line is shown whole: VS Code cuts hints after 43 characters where nobody says otherwise.
    await workbench.editor.hints('10.11.12.0/24').first().waitFor();
    await workbench.editor.goTo(4, 1);
    const shot = await workbench.screenshot(`hints-${theme}`);
    if (process.env.KVMNET_UPDATE_IMAGES && theme === 'light') await copyFile(shot, picture);
    expect((await stat(picture)).size).toBeGreaterThan(10_000);
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
    const rows = workbench.page.locator('.part.sidebar .monaco-list-row');
    await rows.filter({ hasText: 'bond0.13vlan on kvm1, kvm2' }).first().waitFor();
    await workbench.screenshot('call-hierarchy');
    await workbench.command('View: Close Primary Side Bar');
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
