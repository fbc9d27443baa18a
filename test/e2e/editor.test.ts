import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../scripts/repository.js';
import { deviceId, guestNicId } from '../../src/model/index.js';
import { PreviewPane } from './editor/preview-pane.js';
import {
  copyOfExamples,
  keepScreenOfFailures,
  packagedExtension,
  startEditorSession,
  themeSetting,
  type EditorSession,
  type SiteFolder,
  type Workbench,
} from './support/index.js';

/** Of the README and of docs/editor.md; made here when KVMNET_UPDATE_IMAGES is set. */
const picture = join(repositoryRoot, 'docs/images/editor.png');

describe('The editor', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;
  let preview: PreviewPane;

  beforeAll(async () => {
    folder = await copyOfExamples();
    session = await startEditorSession({
      vsix: [packagedExtension()],
      settings: {
        'kvmnet.preview.openAutomatically': true,
        'editor.fontSize': 13,
        // The picture shows the site, not the name of a temporary folder.
        'window.commandCenter': false,
        'window.title': '${activeEditorShort}',
        ...themeSetting('light'),
      },
    });
    workbench = await session.openWorkbench(folder.path, {
      file: folder.file('lab/lab.kvmnet'),
      viewport: { width: 1600, height: 900 },
      reducedMotion: 'reduce',
    });
    preview = new PreviewPane(workbench);
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  /** Where the cursor is and how much is selected, as the status bar says it while the text has the keyboard. */
  const cursorAt = async (text: string | RegExp): Promise<void> => {
    await workbench.focusText();
    await workbench.statusBarItem(text).waitFor();
  };
  const text = (): Promise<string> => workbench.editor.visibleText();
  const undoUntil = async (isAsBefore: (text: string) => boolean): Promise<void> => {
    await workbench.editor.focus();
    while (!isAsBefore(await text()))
      await workbench.page.keyboard.press('ControlOrMeta+KeyZ', { delay: 100 });
  };

  it('opens the preview beside the text', async () => {
    await workbench.command('View: Close Primary Side Bar');
    await expect.poll(() => preview.nodes()).toContain(deviceId('kvm1', 'bond0'));
    // With the mouse, so that the text still begins at its first line.
    await workbench.editor.goTo(1);
    const bond = workbench.editor.locator.locator('.view-line').filter({ hasText: /bond.bond0/ });
    await bond.click({ position: { x: 70, y: 8 } });
    await expect.poll(() => preview.nodes('.at-cursor')).toContain(deviceId('kvm1', 'bond0'));
    await workbench.page.mouse.move(0, 0);
    const shot = await workbench.screenshot('editor');
    if (process.env.KVMNET_UPDATE_IMAGES) {
      await mkdir(dirname(picture), { recursive: true });
      await copyFile(shot, picture);
    }
    expect((await stat(picture)).size).toBeGreaterThan(10_000);
  });

  it('says in the status bar how the site is', async () => {
    await workbench.statusBarItem('KVMNet: 2 hosts').locator('.codicon-check').waitFor();
  });

  it('offers above each host what can be done with it', async () => {
    await workbench.editor.goTo(39);
    for (const title of ['Plan', 'Deploy', 'Roll back', 'Compiled files'])
      await workbench.editor.codeLens(title).first().waitFor();
  });

  it('draws what is typed, without loading the preview anew or moving the rest', async () => {
    await preview.mark();
    const before = await preview.places();
    await workbench.editor.goTo(23, 41);
    await workbench.editor.type('  nic eth9');
    const added = deviceId('kvm1', 'eth9');
    await expect.poll(() => preview.nodes()).toContain(added);
    expect(await preview.isMarked()).toBe(true);
    const after = await preview.places();
    const kept = [deviceId('kvm1', 'eth1'), deviceId('kvm1', 'bond0'), guestNicId('web1', 'tenant')];
    for (const id of kept) {
      expect(before).toHaveProperty([id]);
      expect(after[id], id).toBe(before[id]);
    }
    await undoUntil((now) => /nic eth4 *$/m.test(now));
    await expect.poll(() => preview.nodes()).not.toContain(added);
  });

  it('selects the text of what is clicked', async () => {
    await preview.click(deviceId('kvm2', 'bond1'));
    await cursorAt('Ln 29, Col 13 (5 selected)');
    await preview.click(guestNicId('db1', 'tenant'));
    await cursorAt('Ln 52, Col 6 (3 selected)');
    await preview.page.getByRole('application').press('Escape');
  });

  it('marks in the picture what the cursor stands on, also what follows from a word', async () => {
    await workbench.editor.goTo(27, 34);
    await expect
      .poll(() => preview.nodes('.at-cursor'))
      .toEqual(expect.arrayContaining([deviceId('kvm1', 'bond0.13'), deviceId('kvm2', 'tenant')]));
  });

  it('underlines a mistake, names its code, badges the picture, and mends it', async () => {
    await workbench.editor.goTo(26, 17);
    await workbench.page.keyboard.press('Delete');
    await workbench.editor.squiggles('error').first().waitFor();
    await workbench.statusBarItem('KVMNet: 2 hosts').locator('.codicon-error').waitFor();
    await expect.poll(() => preview.nodes('.has-error')).toContain(deviceId('kvm1', 'bond0'));
    await workbench.screenshot('editor-error');
    expect(await workbench.problems()).toContainEqual(
      expect.stringMatching(/is no bond mode.*Did you mean.*syntax\/invalid-value/),
    );
    await workbench.command('View: Toggle Panel Visibility');
    await workbench.editor.goTo(26, 16);
    await workbench.page
      .locator('.codicon-light-bulb, .codicon-lightbulb, .codicon-lightbulb-autofix')
      .first()
      .waitFor();
    await workbench.editor.chooseCodeAction('active-backup');
    await expect.poll(text).toContain('mode    active-backup');
    await workbench.statusBarItem('KVMNet: 2 hosts').locator('.codicon-check').waitFor();
    await expect.poll(() => preview.nodes('.has-error')).toEqual([]);
  });

  it('fixes all that is safe at once, on request', async () => {
    await workbench.editor.goTo(26, 41);
    await workbench.editor.insert('  lacp-rate fast  hash layer2');
    await workbench.editor.squiggles('error').first().waitFor();
    await workbench.editor.squiggles('warning').first().waitFor();
    await workbench.fixAll(/mode {4}active-backup {2}primary eth1\n/);
    await workbench.statusBarItem('KVMNet: 2 hosts').locator('.codicon-check').waitFor();
  });

  it('completes after carries the networks that are not carried yet', async () => {
    await workbench.editor.goTo(27, 39);
    await workbench.editor.type(', ');
    const offered = await workbench.editor.completions();
    expect(offered).toEqual(expect.arrayContaining(['edge', 'management']));
    expect(offered).not.toContain('bond0');
    await workbench.screenshot('editor-completion');
    await workbench.page.keyboard.press('Escape');
    await undoUntil((now) => !now.includes('tenant,'));
  });

  it('tells about what the cursor is on', async () => {
    await workbench.editor.goTo(27, 34);
    expect(await workbench.editor.hover()).toMatch(/tenant[^]*Where tenants' guests live/);
  });

  it('lists what a file declares', async () => {
    await workbench.page.keyboard.press('ControlOrMeta+Shift+KeyO');
    const rows = workbench.quickInput.locator('.monaco-list-row');
    await rows.filter({ hasText: 'heartbeat' }).waitFor();
    const names = await rows.allInnerTexts();
    for (const name of ['management', 'lab-host', 'bond0']) expect(names.join('\n')).toContain(name);
    await workbench.page.keyboard.press('Escape');
  });

  it('formats a file', async () => {
    await workbench.editor.goTo(5, 1);
    await workbench.editor.type('   ');
    await expect.poll(text).toMatch(/^ {3}network management \{/m);
    await workbench.command('Format Document');
    await expect.poll(text).toMatch(/^network management \{/m);
    await workbench.editor.save();
  });

  it('goes to the definition in another file', async () => {
    await workbench.openFile('rack/hosts.kvmnet');
    await workbench.editor.goTo(6, 46);
    await workbench.page.keyboard.press('F12');
    await workbench.editor.waitUntilOpen('networks.kvmnet');
    await cursorAt(/Ln 14, Col 9/);
  });

  it('renames a network in all files of the site', async () => {
    await workbench.editor.goTo(14, 10);
    await workbench.page.keyboard.press('F2');
    const input = workbench.page.locator('.rename-box .rename-input');
    await input.waitFor();
    await input.fill('customers');
    await input.press('Enter');
    await expect.poll(text).toContain('network customers');
    for (const [file, written] of [
      ['rack/hosts.kvmnet', 'heartbeat, migrate, customers'],
      ['rack/guests.kvmnet', 'network customers'],
    ] as const) {
      await workbench.openFile(file);
      await expect.poll(text).toContain(written);
    }
  });

  it('shows compiled files, and keeps them up to date', async () => {
    await workbench.openFile('lab/lab.kvmnet');
    await workbench.editor.goTo(39);
    await workbench.editor.codeLens('Compiled files').first().click();
    await workbench.pick('bond0.nmconnection');
    await workbench.editor.waitUntilOpen('bond0.nmconnection');
    await expect.poll(text).toContain('mode=active-backup');
    await workbench.command('View: Close Editor');
  });

  it.each(['dark', 'high-contrast', 'high-contrast-light', 'light'] as const)(
    'looks at home in the theme %s',
    async (theme) => {
      await workbench.useTheme(theme);
      await workbench.openFile('lab/lab.kvmnet');
      await workbench.webview().locator(`body.vscode-${theme}`).waitFor();
      await workbench.screenshot(`editor-${theme}`);
    },
  );
});
