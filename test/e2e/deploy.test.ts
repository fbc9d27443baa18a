import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, operatorPassword, startLab, type Lab } from '../../lab/index.js';
import { PreviewPane } from './editor/preview-pane.js';
import { rememberToasts, type RememberedToasts } from './editor/remembered-toasts.js';
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
} from './support/index.js';

const availability = await labAvailability();

const site = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network tenant     { roles vm  vlan 13 }

host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1  nic eth2
  bond bond0 {
    ports   eth1, eth2
    mode    active-backup
    carries tenant
  }
}
`;

/** A deploy on an emulated host beside everything else that a loaded machine does. */
const deployed = { timeout: 150_000 };

describe.skipIf(!availability.available)(
  `Deploying from the editor${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let folder: SiteFolder;
    let session: EditorSession;
    let workbench: Workbench;
    let toasts: RememberedToasts;
    let hosts: HostsPane;
    let preview: PreviewPane;

    beforeAll(async () => {
      lab = await startLab({ hosts: 1 });
      folder = await siteFolder({ 'site/main.kvmnet': site, known_hosts: '' });
      // The lab's own, but for a person who has not met its host yet.
      const lines = (await readFile(lab.sshConfigFile, 'utf8'))
        .replaceAll(lab.knownHostsFile, folder.file('known_hosts'))
        .replaceAll('StrictHostKeyChecking yes', 'StrictHostKeyChecking ask');
      await writeFile(folder.file('ssh_config'), lines);
      session = await startEditorSession({
        vsix: [packagedExtension()],
        settings: { 'kvmnet.ssh.configFile': folder.file('ssh_config'), ...themeSetting('light') },
      });
      workbench = await session.openWorkbench(folder.file('site'), { file: folder.file('site/main.kvmnet') });
      toasts = await rememberToasts(workbench.page);
      hosts = new HostsPane(workbench);
      preview = new PreviewPane(workbench);
    });
    afterAll(async () => {
      await session.stop();
      await folder.remove();
      await lab.stop();
    });
    keepScreenOfFailures(() => workbench);

    const press = async (lens: string): Promise<void> => {
      await workbench.openFile('main.kvmnet');
      await workbench.editor.codeLens(lens).first().click();
    };
    const answer = (button: string): Promise<void> =>
      workbench.dialog().getByRole('button', { name: button, exact: true }).click();
    const links = async (): Promise<readonly string[]> => {
      const found: unknown = await lab.host('kvm1').json(['ip', '-j', 'link']);
      return (found as readonly { readonly ifname: string }[]).map(({ ifname }) => ifname);
    };

    /** Answers the question for a secret with this title; what is typed is not shown. */
    const enter = async (title: string, prompt: string | RegExp, secret: string): Promise<void> => {
      const box = workbench.quickInput.filter({ hasText: title }).filter({ hasText: prompt });
      await box.waitFor(deployed);
      const input = box.locator('.quick-input-box input');
      expect(await input.getAttribute('type')).toBe('password');
      await input.fill(secret);
      await workbench.page.keyboard.press('Enter');
    };

    it('asks about a host key that nobody knows, with its fingerprint, and refuses without an answer', async () => {
      await press('Plan');
      const [, blob = ''] = lab.host('kvm1').hostPublicKey.split(' ');
      const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
      const fingerprint = `SHA256:${digest.replace(/=+$/, '')}`;
      await workbench.dialog().filter({ hasText: fingerprint }).waitFor();
      await workbench.screenshot('deploy-host-key');
      await answer('Cancel');
      await workbench.notification('is not in known_hosts and was not accepted').waitFor();
      expect(await readFile(folder.file('known_hosts'), 'utf8')).toBe('');
    });

    it('plans once the key is trusted, and remembers it', async () => {
      await press('Plan');
      await answer('Trust and Remember');
      await workbench.tab('kvm1.kvmnet-plan').waitFor();
      await workbench.editor.waitUntilOpen('kvm1.kvmnet-plan');
      await expect.poll(() => workbench.editor.visibleText()).toMatch(/\+ connection bond0/);
      expect(await readFile(folder.file('known_hosts'), 'utf8')).toContain('ssh-ed25519 ');
    });

    it('marks on the picture what the plan changes', async () => {
      await workbench.openFile('main.kvmnet');
      await workbench.command('KVMNet: Open Topology Preview to the Side');
      await preview.page.getByText(/^Plan for kvm1: \d+ steps$/).waitFor();
      await expect.poll(() => preview.nodes('.sign-added')).toContainEqual(expect.stringContaining('bond0'));
      for (const theme of ['dark', 'light'] as const) {
        await workbench.useTheme(theme);
        await workbench.screenshot(`deploy-plan-preview-${theme}`);
      }
      await workbench.tab('Topology').click();
      await workbench.command('View: Close Editor');
    });

    it('offers the MAC that the NIC really has, once the host was looked at', async () => {
      await workbench.openFile('main.kvmnet');
      await workbench.editor.goTo(6, 31);
      await workbench.editor.type('  mac ');
      const [mac = 'none'] = await workbench.editor.completions();
      const real = await lab.host('kvm1').json(['ip', '-j', 'link', 'show', 'eth0']);
      expect(real).toMatchObject([{ address: mac }]);
      await workbench.page.keyboard.press('Escape');
      await workbench.editor.replaceAll(site);
      await workbench.tab('kvm1.kvmnet-plan').click();
      await workbench.editor.waitUntilOpen('kvm1.kvmnet-plan');
    });

    it('shows the plan in colours, with ways to the lines that it follows from', async () => {
      const colourOf = (text: string): Promise<string> =>
        workbench.editor.locator
          .locator('.view-line span span')
          .filter({ hasText: text })
          .first()
          .evaluate((element) => getComputedStyle(element).color);
      await expect.poll(() => colourOf('+')).not.toBe(await colourOf('This'));
      await workbench.screenshot('deploy-plan');
      const link = workbench.editor.locator.locator('.detected-link').filter({ hasText: 'main.kvmnet:8:' });
      const column = /:8:(\d+)$/.exec(await link.first().innerText())?.[1];
      expect(Number(column)).toBeGreaterThan(1);
      await link.first().click({ modifiers: ['ControlOrMeta'] });
      await workbench.editor.waitUntilOpen('main.kvmnet');
      await workbench.statusBarItem(`Ln 8, Col ${column}`).waitFor();
      expect(await links()).not.toContain('bond0');
    });

    it(
      'undoes everything when it is cancelled on the way',
      async () => {
        await press('Deploy');
        // The lab has a profile of its own on eth0, which is in the way.
        await workbench
          .dialog()
          .filter({ hasText: /Taken over from others.*eth0 on kvm1/ })
          .waitFor();
        await answer('Take Over and Deploy');
        const progress = workbench.notification(/Deploying to kvm1: .*s left to confirm/);
        await progress.hover();
        await progress.getByRole('button', { name: 'Cancel' }).click();
        await workbench.notification('Undoing what was done to kvm1').waitFor();
        await workbench.notification('kvm1 is on its old configuration').waitFor(deployed);
        expect(await links()).not.toContain('bond0');
        await workbench.command('Notifications: Clear All Notifications');
      },
      deployed.timeout * 2,
    );

    it(
      'deploys after a question, counting down, and says what came of it',
      async () => {
        await press('Deploy');
        await workbench
          .dialog()
          .filter({ hasText: /Deploy \d+ steps on kvm1\?/ })
          .waitFor();
        await workbench.screenshot('deploy-question');
        await answer('Take Over and Deploy');
        await workbench.notification(/Deploying to kvm1: .*s left/).waitFor();
        await workbench.screenshot('deploy-progress');
        await workbench.notification('kvm1: deployed, generation 1').waitFor(deployed);
        expect(await toasts.all()).toContainEqual(expect.stringMatching(/Deploying to kvm1: .*\d+ s/));
        expect(await links()).toEqual(expect.arrayContaining(['bond0', 'bond0.13', 'tenant']));
        const text = await lab.host('kvm1').run(['cat', '/proc/net/bonding/bond0']);
        expect(text).toMatch(/active-backup[^]*Slave Interface: eth1[^]*Slave Interface: eth2/);
      },
      deployed.timeout * 2,
    );

    it('says that there is nothing to do when the host is as the text says', async () => {
      await press('Deploy');
      await workbench.notification('kvm1: no changes').waitFor(deployed);
    });

    it('shows the host in the hosts view, with who deployed last', async () => {
      await hosts.open();
      await hosts.row(/kvm1.*in sync.*generation 1/).waitFor(deployed);
      await hosts.row(/kvm1/).locator('.monaco-tl-twistie').click();
      await hosts.row('History').waitFor();
    });

    it('shows in the history what a generation changed', async () => {
      await hosts.row('History').click();
      await hosts.row(/^Generation 1/).click();
      await workbench.editor.waitUntilOpen('kvm1 generation 1');
      const text = await workbench.editor.visibleText();
      expect(text).toMatch(/kvm1: generation 1 by \S+ at \S+Z, in force/);
      expect(text).toMatch(/The first one:\n +\+ connection bond0/);
      for (const theme of ['dark', 'light'] as const) {
        await workbench.useTheme(theme);
        await workbench.screenshot(`history-${theme}`);
      }
    });

    it(
      'finds what somebody has changed on the host, and says so on the line, in the view and in the problems',
      async () => {
        await lab.host('kvm1').run(['nmcli', 'connection', 'modify', 'tenant', 'bridge.stp', 'yes']);
        await hosts.press(/kvm1/, 'Check Whether Hosts Have Drifted');
        await hosts.row(/kvm1.*drift/).waitFor(deployed);
        await hosts.row(/tenant: bridge\.stp/).waitFor();
        await workbench.openFile('main.kvmnet');
        await workbench.editor.squiggles('info').first().waitFor();
        for (const theme of ['dark', 'light'] as const) {
          await workbench.useTheme(theme);
          await workbench.screenshot(`hosts-drift-${theme}`);
        }
        expect(await workbench.problems()).toContainEqual(
          expect.stringMatching(/kvm1 has drifted: connection tenant: bridge\.stp is .*the text says false/),
        );
      },
      deployed.timeout * 2,
    );

    it('forgets what it found on the lines once the text changes', async () => {
      await workbench.openFile('main.kvmnet');
      await workbench.editor.goTo(1, 1);
      await workbench.editor.type('// seen\n');
      await expect.poll(() => workbench.editor.squiggles('info').count()).toBe(0);
      await hosts.row(/kvm1.*the text has changed since/).waitFor();
      await workbench.page.keyboard.press('ControlOrMeta+KeyZ');
      await workbench.page.keyboard.press('ControlOrMeta+KeyZ');
    });

    it('keeps a log of what was deployed from here', async () => {
      await workbench.command('KVMNet: Show Deploy Log');
      await workbench.editor.waitUntilOpen('deploys.log');
      const text = await workbench.editor.visibleText();
      expect(text).toMatch(/kvm1 {2}deploy 0 → 1, \d+ steps, by \S+ {2}done/);
      expect(text).toMatch(/kvm1 {2}deploy 0 → 1, \d+ steps, by \S+ {2}rolled back: cancelled/);
    });

    it(
      'rolls back',
      async () => {
        await press('Roll back');
        await workbench
          .dialog()
          .filter({ hasText: /Roll Back \d+ steps on kvm1\?/ })
          .waitFor();
        await answer('Roll Back');
        await workbench.notification('kvm1: rolled back, as generation 2').waitFor(deployed);
        expect(await links()).not.toContain('bond0');
      },
      deployed.timeout * 2,
    );

    describe('as a user whose key has a passphrase and whose sudo asks', () => {
      const OF_KEY = 'KVMNet: passphrase of the key';
      const OF_SUDO = 'KVMNet: password for sudo';
      const plan = async (): Promise<void> => {
        await workbench.command('Notifications: Clear All Notifications');
        if ((await workbench.tab('kvm1.kvmnet-plan').count()) > 0) {
          await workbench.tab('kvm1.kvmnet-plan').click();
          await workbench.command('View: Close Editor');
        }
        await press('Plan');
      };
      const planned = (): Promise<void> => workbench.tab('kvm1.kvmnet-plan').waitFor(deployed);

      beforeAll(async () => {
        const host = lab.host('kvm1');
        const key = folder.file('key');
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', key]);
        const publicKey = await readFile(`${key}.pub`, 'utf8');
        await host.run('cat >>~operator/.ssh/authorized_keys', { stdin: publicKey });
        const own = `User operator\nIdentityFile ${key}\nIdentitiesOnly yes\nIdentityAgent none\n`;
        const file = folder.file('ssh_config');
        const others = (await readFile(file, 'utf8')).replace(/^ *(User|IdentityFile) .*\n/gm, '');
        await writeFile(file, `${own}${others}`);
        await copyFile(lab.knownHostsFile, folder.file('known_hosts'));
      });

      it(
        'asks for both until they fit, and offers to keep the passphrase',
        async () => {
          await workbench.openFile('main.kvmnet');
          await workbench.editor.replaceAll(site);
          await plan();
          await enter(OF_KEY, /^(?!.*did not work)/, 'open barley');
          await enter(OF_KEY, 'That did not work. Passphrase for key', 'open sesame');
          // The login goes on meanwhile.
          const offer = workbench.notification(/Keep the passphrase of .*key in VS Code's secret storage/);
          await offer.getByRole('button', { name: 'Keep It' }).click();
          await workbench.quickInput.filter({ hasText: OF_SUDO }).waitFor(deployed);
          await workbench.screenshot('deploy-sudo-password');
          await enter(OF_SUDO, 'Password of operator for sudo on kvm1', operatorPassword);
          await planned();
        },
        deployed.timeout * 2,
      );

      it(
        'asks no more for what is kept, and again once it is forgotten',
        async () => {
          await plan();
          await enter(OF_SUDO, 'Password of operator for sudo on kvm1', operatorPassword);
          await planned();
          await workbench.command('KVMNet: Forget Kept Passphrases');
          await plan();
          await enter(OF_KEY, 'Passphrase for key', 'open sesame');
          await enter(OF_SUDO, 'Password of operator for sudo on kvm1', operatorPassword);
          await planned();
        },
        deployed.timeout * 2,
      );
    });
  },
);
