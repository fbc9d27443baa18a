import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../scripts/repository.js';
import { deviceId, guestId, guestNicId, hostId } from '../../src/model/index.js';
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

/** Of the README and of docs/preview.md; made here when KVMNET_UPDATE_IMAGES is set. */
const images = join(repositoryRoot, 'docs/images');

describe('The picture in the editor', () => {
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
        'window.commandCenter': false,
        'window.title': '${activeEditorShort}',
        // As a person has it who answers the question of the browser once.
        'files.simpleDialog.enable': true,
        ...themeSetting('light'),
      },
    });
    workbench = await session.openWorkbench(folder.path, {
      viewport: { width: 1600, height: 900 },
      reducedMotion: 'reduce',
    });
    // Without a file in the address: VS Code would open that one alone after a reload.
    await workbench.openFile('lab/lab.kvmnet');
    preview = new PreviewPane(workbench);
    await workbench.command('View: Close Primary Side Bar');
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  const letGo = (): Promise<void> => preview.page.getByRole('application').press('Escape');
  const text = (): Promise<string> => workbench.editor.visibleText();
  const undoUntil = async (isAsBefore: (text: string) => boolean): Promise<void> => {
    await workbench.editor.focus();
    while (!isAsBefore(await text()))
      await workbench.page.keyboard.press('ControlOrMeta+KeyZ', { delay: 100 });
  };
  /** Shows one host only, as the funnel does. */
  const showOnly = async (host: string): Promise<void> => {
    await preview.page.getByRole('button', { name: 'Filter' }).click();
    await preview.page.getByRole('checkbox', { name: host }).check();
    await preview.page.getByRole('button', { name: 'Filter' }).click();
    await expect.poll(() => preview.nodes('.host')).toEqual([hostId(host)]);
  };

  it('follows a packet from a guest to the wire, in words and in light', async () => {
    await expect.poll(() => preview.nodes()).toContain(guestNicId('web1', 'tenant'));
    await preview.click(guestNicId('web1', 'tenant'));
    const way = preview.page.getByRole('region', { name: 'Way of a packet' });
    await way.getByRole('button', { name: /^bond0\.13/ }).waitFor();
    const hops = (await way.getByRole('listitem').allInnerTexts()).map((hop) => hop.split('\n')[0]);
    expect(hops).toEqual(['web1 · tenant', 'TAP', 'tenant', 'bond0.13', 'bond0', 'eth1, eth2', 'LAN']);
    await expect.poll(() => preview.nodes('.faded')).toContain(deviceId('kvm1', 'br-edge'));
    await workbench.screenshot('picture-path');
    await letGo();
    await expect.poll(() => preview.nodes('.faded')).toEqual([]);
  });

  it('says what happens when a NIC fails, and its partner as well', async () => {
    const panel = preview.page.getByRole('region', { name: 'What if this fails' });
    await preview.choose(deviceId('kvm1', 'eth1'), 'What If This Fails');
    await panel.getByText('bond0 of kvm1 fails over from eth1 to eth2.').waitFor();
    await preview.click(deviceId('kvm1', 'eth2'));
    await preview.page.getByRole('application').press('f');
    await panel.getByText(/Guest web1 loses tenant/).waitFor();
    await expect.poll(() => preview.nodes('.sign-cut')).toContain(guestNicId('web1', 'tenant'));
    await workbench.screenshot('picture-failure');
    await panel.getByRole('button', { name: 'Nothing fails: reset' }).click();
    await expect.poll(() => preview.nodes('.sign-failed')).toEqual([]);
    await letGo();
  });

  it('finds by VLAN, and goes from match to match', async () => {
    await preview.page.getByRole('application').press('ControlOrMeta+f');
    const box = preview.page.getByRole('textbox', { name: /^Find in the picture/ });
    await box.fill('vlan 12');
    await expect.poll(() => preview.nodes('.match')).toContain(deviceId('kvm2', 'bond0.12'));
    await box.press('Enter');
    await preview.page.getByText(/^1 of/).waitFor();
    await box.press('Escape');
    await expect.poll(() => preview.nodes('.match')).toEqual([]);
    await letGo();
  });

  it('adds a port to a bond as one edit of the text, which can be undone', async () => {
    await workbench.focusText();
    await workbench.editor.goTo(23, 41);
    await workbench.editor.type('  nic eth9');
    await expect.poll(() => preview.nodes()).toContain(deviceId('kvm1', 'eth9'));
    await preview.choose(deviceId('kvm1', 'bond0'), 'Add a Port…');
    await workbench.pick('eth9');
    await expect.poll(() => preview.nodes('.at-cursor')).not.toEqual([]);
    await workbench.focusText();
    await expect.poll(text).toMatch(/ports +eth1, eth2, eth9/);
    await expect.poll(() => preview.nodes('.has-error')).toEqual([]);
    await undoUntil((now) => /nic eth4 *$/m.test(now) && !now.includes('eth9'));
    await expect.poll(() => preview.nodes()).not.toContain(deviceId('kvm1', 'eth9'));
  });

  it('plugs a guest into one more network', async () => {
    await preview.choose(guestId('db1'), 'Add a NIC…');
    await workbench.pick('edge');
    await expect.poll(() => preview.nodes()).toContain(guestNicId('db1', 'edge'));
    await workbench.focusText();
    await undoUntil((now) => !now.includes('network edge }'));
    await expect.poll(() => preview.nodes()).not.toContain(guestNicId('db1', 'edge'));
  });

  it('renames with the box of the editor', async () => {
    await preview.choose(guestId('web1'), 'Rename…');
    const box = workbench.page.locator('.rename-box input');
    await box.waitFor();
    expect(await box.inputValue()).toBe('web1');
    await box.press('Escape');
    await preview.menu(guestNicId('web1', 'tenant'));
    await preview.page.getByRole('menuitem', { name: 'Copy Name' }).waitFor();
    // It has no name of its own in the text.
    expect(await preview.page.getByRole('menuitem', { name: 'Rename…' }).count()).toBe(0);
    await preview.page.getByRole('menuitem').first().press('Escape');
  });

  it('copies the command that shows a device on its host', async () => {
    await preview.choose(deviceId('kvm1', 'bond0'), /^Copy “ip -d address show dev bond0”/);
    await expect
      .poll(() => workbench.page.evaluate(() => navigator.clipboard.readText()))
      .toBe('ip -d address show dev bond0');
    await letGo();
  });

  it('offers what the extension can do with a host', async () => {
    await preview.click(hostId('kvm1'));
    await preview.page.getByRole('application').press('Shift+F10');
    for (const name of ['Check Status of kvm1', 'Plan kvm1', 'Deploy to kvm1…', 'Open a Terminal on kvm1'])
      await preview.page.getByRole('menuitem', { name }).waitFor();
    await preview.page.getByRole('menuitem').first().press('Escape');
    await letGo();
  });

  it('writes the picture to a file of its own, without a script in it', async () => {
    await preview.page.getByRole('button', { name: 'Export picture' }).click();
    await preview.page.getByRole('menuitem', { name: 'SVG, light' }).click();
    const input = workbench.quickInput.locator('.quick-input-box input');
    const file = folder.file('lab/lab.svg');
    // The dialog looks at the folder before it proposes a name; what is typed in the meantime is added to that.
    await expect.poll(() => input.inputValue()).toBe(file);
    await input.press('Enter');
    await expect
      .poll(() =>
        stat(file).then(
          ({ size }) => size,
          () => 0,
        ),
      )
      .toBeGreaterThan(1000);
    const svg = await readFile(file, 'utf8');
    expect(svg).toMatch(/^<svg [^]*bond0\.13/);
    expect(svg).not.toMatch(/<script|javascript:|\son\w+=|href="(?!#)/i);
  });

  it('shows the networks, the devices and the commands of figure 5 under the same numbers', async () => {
    await workbench.focusText();
    await workbench.openFile('oracle-vm/figure-5.kvmnet');
    await workbench.command('KVMNet: Open Topology Preview to the Side');
    await workbench.page.locator('.tab.active').filter({ hasText: 'Topology: oracle-vm' }).waitFor();
    await expect.poll(() => preview.nodes()).toContain(hostId('ovs19'));
    await showOnly('ovs19');
    await workbench.page.mouse.move(0, 0);
    const marks = (): Promise<readonly string[]> =>
      preview.page.locator('.legend button').evaluateAll((all) => all.map(({ textContent }) => textContent));
    const devices = await marks();
    expect(devices.join(' ')).toMatch(/1management.*8web.*11backup/s);
    for (const [perspective, shown] of [
      ['Networks', '.network'],
      ['Commands', '.command'],
      ['Devices', '.bond'],
    ] as const) {
      await preview.page.getByRole('button', { name: new RegExp(`^${perspective}`) }).click();
      await expect.poll(async () => (await preview.nodes(shown)).length).toBeGreaterThan(0);
      await expect.poll(marks).toEqual(devices);
      await workbench.screenshot(`figure-5-${perspective.toLowerCase()}`);
    }
  });

  it('comes back as it was when the window is loaded anew', async () => {
    await preview.click(deviceId('ovs19', 'bond1'));
    await expect.poll(() => preview.nodes('.selected')).toEqual([deviceId('ovs19', 'bond1')]);
    // Written down a little later, not with every pixel of a drag.
    await workbench.page.waitForTimeout(1_000);
    const loaded = workbench.page.waitForEvent('load');
    await workbench.command('Developer: Reload Window');
    await loaded;
    await workbench.tab('Topology: oracle-vm').waitFor();
    await expect.poll(() => preview.nodes('.host')).toEqual([hostId('ovs19')]);
    await expect.poll(() => preview.nodes('.selected')).toEqual([deviceId('ovs19', 'bond1')]);
    await letGo();
    await expect.poll(() => preview.nodes('.faded')).toEqual([]);
  });

  it.each(['dark', 'light'] as const)('is a picture for the page, %s', async (theme) => {
    await workbench.useTheme(theme);
    await preview.page.getByRole('application').press('0');
    await workbench.focusText();
    await workbench.editor.goTo(45);
    await expect.poll(() => preview.nodes('.at-cursor')).not.toEqual([]);
    await workbench.page.mouse.move(0, 0);
    const shot = await workbench.screenshot(`figure-5-${theme}`);
    const picture = join(images, `figure-5-${theme}.png`);
    if (process.env.KVMNET_UPDATE_IMAGES) {
      await mkdir(images, { recursive: true });
      await copyFile(shot, picture);
    }
    expect((await stat(picture)).size).toBeGreaterThan(10_000);
  });
});
