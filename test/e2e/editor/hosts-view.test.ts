import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  HostsPane,
  keepScreenOfFailures,
  packagedExtension,
  siteFolder,
  startEditorSession,
  themeSetting,
  type EditorSession,
  type SiteFolder,
  type Workbench,
} from '../support/index.js';

const site = `network heartbeat { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
host kvm1 { number 1  ssh root@127.0.0.1:9  nic eth0 { carries heartbeat } }
host kvm2 { number 2  ssh root@127.0.0.1:11  nic eth0 { carries heartbeat } }
host lone { number 3  ssh root@127.0.0.1:13  nic eth0 { carries heartbeat } }
pool cluster { hosts kvm1, kvm2 }
`;

describe('The hosts view', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;
  let hosts: HostsPane;

  beforeAll(async () => {
    folder = await siteFolder({ 'site/main.kvmnet': site, ssh_config: '' });
    session = await startEditorSession({
      vsix: [packagedExtension()],
      settings: { 'kvmnet.ssh.configFile': folder.file('ssh_config'), ...themeSetting('light') },
    });
    workbench = await session.openWorkbench(folder.file('site'));
    hosts = new HostsPane(workbench);
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  it('lists pools and hosts of the text before any file is opened', async () => {
    await hosts.open();
    await hosts.row('kvm2').waitFor();
    expect(await hosts.rows()).toEqual(['cluster · pool of 2 hosts', 'kvm1', 'kvm2', 'lone']);
  });

  it('leads to the declaration', async () => {
    await hosts.row('kvm2').click();
    await workbench.editor.waitUntilOpen('main.kvmnet');
    await workbench.statusBarItem(/Ln 3, Col/).waitFor();
  });

  it('says which hosts cannot be reached, and why', async () => {
    await hosts.press(/cluster/, 'Check Whether Hosts Have Drifted');
    await hosts.row(/kvm1.*unreachable/).waitFor();
    await hosts.row(/kvm2.*unreachable/).waitFor();
    expect((await hosts.rows()).join('\n')).toMatch(
      /kvm1 · unreachable\nkvm1 .*refuses the connection\.\nkvm2 · unreachable/,
    );
    expect(await hosts.row(/^lone/).innerText()).not.toContain('unreachable');
    for (const theme of ['dark', 'light'] as const) {
      await workbench.useTheme(theme);
      await hosts.row(/kvm1/).hover();
      await workbench.screenshot(`hosts-unreachable-${theme}`);
    }
  });

  it('changes nothing when a host of several cannot be planned', async () => {
    await hosts.press(/cluster/, 'Deploy to All Hosts');
    await workbench.notification('Nothing was changed: 2 of 2 hosts could not be planned').waitFor();
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('follows the text', async () => {
    await workbench.openFile('main.kvmnet');
    await workbench.editor.goTo(5, 1);
    await workbench.editor.insert('host kvm9 { number 9  nic eth0 { carries heartbeat } }\n');
    await hosts.row('kvm9').waitFor();
    await hosts.row(/kvm1.*the text has changed since/).waitFor();
  });
});

describe('The hosts view of a folder that is not trusted', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await siteFolder({ 'main.kvmnet': site });
    session = await startEditorSession({ vsix: [packagedExtension()], workspaceTrust: true });
    workbench = await session.openWorkbench(folder.path);
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  it('lists hosts, says why it connects to none, and offers nothing that would', async () => {
    await workbench.statusBarItem('Restricted Mode').waitFor();
    const hosts = new HostsPane(workbench);
    await hosts.open();
    await hosts.row('kvm1').waitFor();
    expect(await hosts.pane.innerText()).toContain('This workspace is not trusted');
    await hosts.row('kvm1').hover();
    expect(await hosts.row('kvm1').locator('.actions .action-label').count()).toBe(0);
    await workbench.screenshot('hosts-untrusted');
  });
});
