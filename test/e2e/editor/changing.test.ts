import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  keepScreenOfFailures,
  packagedExtension,
  siteFolder,
  startEditorSession,
  type EditorSession,
  type SiteFolder,
  type Workbench,
} from '../support/index.js';

const NETWORKS = `network management { roles management  subnet 10.11.10.0/24 }
network tenant { roles vm  vlan 13  zone public }
`;
const HOSTS = `host kvm1 {
  number 22
  nic eth0
  nic eth1
  bond bond0 { ports eth0, eth1  carries management, tenant }  // two cables
}
host kvm2 {
  number 23
  nic eth0
  nic eth1
  bond bond0 { ports eth0, eth1  carries management, tenant }
}
guest web1 on kvm1 { nic { network tenant } }
`;

describe('A site that is changed in the editor', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await siteFolder({ 'networks.kvmnet': NETWORKS, 'hosts.kvmnet': HOSTS });
    session = await startEditorSession({ vsix: [packagedExtension()] });
    workbench = await session.openWorkbench(folder.path, {
      file: folder.file('hosts.kvmnet'),
      reducedMotion: 'reduce',
    });
    await workbench.statusBarItem(/KVMNet: \S/).waitFor();
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  const text = (): Promise<string> => workbench.editor.visibleText();
  // After a test that has failed, too: one failure is to be one.
  beforeEach(async () => {
    if ((await text()) === HOSTS) return;
    await workbench.page.keyboard.press('Escape');
    await workbench.editor.replaceAll(HOSTS);
  });

  /** Chooses what the light bulb offers at a place. */
  async function change(line: number, column: number, title: string): Promise<void> {
    await workbench.editor.goTo(line, column);
    await workbench.editor.chooseCodeAction(title);
  }

  async function undo(): Promise<void> {
    await workbench.editor.focus();
    await workbench.page.keyboard.press('ControlOrMeta+KeyZ');
    await expect.poll(text).toBe(HOSTS);
  }

  it('writes out what follows from a word', async () => {
    await change(5, 54, 'Write out what follows from carrying tenant');
    await expect.poll(text).toContain('  bridge tenant { ports bond0.13  network tenant }');
    expect(await text()).toContain('  vlan bond0.13 { on bond0  id 13 }');
    expect(await text()).toContain('carries management }  // two cables');
    await workbench.screenshot('written-out');
    await undo();
  });

  it('makes a profile of all hosts that are alike', async () => {
    await change(1, 7, 'Make a profile of kvm1 and kvm2');
    await expect.poll(text).toContain('host kvm1 is compute { number 22 }');
    await workbench.screenshot('profile-made');
    await undo();
  });

  it('silences a piece of advice, with a reason', async () => {
    await change(5, 43, 'Silence roles/shared-link here, and say why');
    await expect.poll(text).toContain('  // kvmnet-ignore roles/shared-link: reason\n  bond bond0');
    await workbench.editor.type('two cables are all there are');
    await expect.poll(text).toContain('roles/shared-link: two cables are all there are\n  bond bond0');
    await workbench.screenshot('silenced');
    await workbench.page.keyboard.press('Escape');
    await workbench.editor.replaceAll(HOSTS);
  });

  it('finds keywords by the words of other tools, and says of each what it is', async () => {
    await workbench.editor.replaceAll('host kvm1 {\n  \n}\n');
    await workbench.editor.goTo(2, 3);
    const rows = workbench.editor.suggestions;
    expect(await workbench.editor.completions()).toContain('vlan');
    await rows.filter({ hasText: 'vlanan 802.1Q device on a NIC or bond' }).first().waitFor();
    await workbench.screenshot('completion-tells');
    await workbench.page.keyboard.press('Escape');
    await workbench.editor.type('team');
    await expect.poll(() => rows.locator('.label-name').allInnerTexts()).toEqual(['bond']);
  });

  it('declares what is missing', async () => {
    await workbench.editor.goTo(13, 42);
    await workbench.editor.type('s');
    await workbench.page.keyboard.press('Escape');
    await workbench.editor.squiggles('error').first().waitFor();
    await change(13, 41, 'Declare network tenants');
    await expect.poll(text).toContain('network tenants { roles vm  vlan 14 }');
    await workbench.page.keyboard.press('ControlOrMeta+KeyZ');
    await workbench.page.keyboard.press('ControlOrMeta+KeyZ');
    await expect.poll(text).toBe(HOSTS);
  });

  it('renames a network in all files, with the devices that are called after it', async () => {
    await workbench.editor.goTo(5, 54);
    await workbench.page.keyboard.press('F2');
    const input = workbench.page.locator('.rename-box input');
    await input.fill('web');
    await input.press('Enter');
    await expect.poll(text).toContain('guest web1 on kvm1 { nic { network web } }');
    await workbench.openFile('networks.kvmnet');
    await expect.poll(text).toContain('network web { roles vm');
  });
});
