import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, startLab, type Lab, type LabHost } from '../../lab/index.js';
import { runCli, type CliRun } from '../cli/run-cli.js';

const availability = await labAvailability();

/** Of the host's number, in hexadecimal. */
const ADDRESS = 'fd00:10::f';
const SITE = `network management { roles management  subnet fd00:10::/64 }
host kvm1 { number 15  nic eth1 { carries management } }
`;
const ON_BRIDGE = SITE.replace('subnet', 'bridge br-mgmt  subnet').replace(
  'roles management',
  'roles management, vm',
);
/** Valid, and in another subnet than whoever asks. */
const UNREACHABLE = SITE.replaceAll('fd00:10::', 'fd00:99::');

describe.skipIf(!availability.available)(
  `a host that is managed over IPv6 alone${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let host: LabHost;
    let folder: string;
    let sshConfig: string;

    const apply = async (text: string, ...options: readonly string[]): Promise<CliRun> => {
      await writeFile(join(folder, 'site.kvmnet'), text);
      return runCli(folder, 'apply', '--yes', '--ssh-config', sshConfig, ...options);
    };
    const addresses = (): Promise<string> =>
      host.run(['ip', '-br', '-6', 'address', 'show', 'scope', 'global']);

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kvmnet-ipv6-'));
      lab = await startLab({ hosts: 2 });
      host = lab.host('kvm1');
      // The neighbour at the other end of the cable is the way to it.
      await lab.host('kvm2').run('ip link set eth1 up; ip address add fd00:10::2/64 dev eth1 nodad');
      await host.run(
        `nmcli connection add type ethernet ifname eth1 con-name office ipv4.method disabled ipv6.method manual ipv6.addresses ${ADDRESS}/64; nmcli connection up office`,
      );
      sshConfig = join(folder, 'ssh_config');
      const known = join(folder, 'known_hosts');
      await writeFile(known, `${ADDRESS} ${host.hostPublicKey}\n`);
      await writeFile(
        sshConfig,
        [
          'Host kvm1',
          `  HostName ${ADDRESS}`,
          '  User admin',
          '  ProxyJump kvm2',
          `  IdentityFile "${host.identityFile}"`,
          '  IdentitiesOnly yes',
          `  UserKnownHostsFile "${known}"`,
          '  StrictHostKeyChecking yes',
          '',
        ].join('\n'),
      );
      const ofLab = await readFile(lab.sshConfigFile, 'utf8');
      await appendFile(sshConfig, ofLab.slice(ofLab.indexOf('Host kvm2')));
    });
    afterAll(async () => {
      await lab.stop();
      await rm(folder, { recursive: true });
    });

    it('takes over what reaches it', async () => {
      const run = await apply(SITE);
      expect(run.exit, run.err).toBe(0);
      expect(run.out).toContain(`This connection (${ADDRESS}) goes by eth1, before and after.`);
      expect(await addresses()).toMatch(/^eth1 +UP +fd00:10::f\/64/m);
    });

    it('keeps its address while that goes on to a bridge', async () => {
      const run = await apply(ON_BRIDGE);
      expect(run.exit, run.err).toBe(0);
      expect(await addresses()).toMatch(/^br-mgmt +UP +fd00:10::f\/64/m);
    });

    it('comes back from an address that nobody reaches', async () => {
      const run = await apply(UNREACHABLE, '--force', '--window', '60');
      expect(run.exit).toBe(1);
      expect(run.out).toContain('kvm1: rolled back');
      expect(await addresses()).toMatch(/^br-mgmt +UP +fd00:10::f\/64/m);
      expect((await runCli(folder, 'status', '--ssh-config', sshConfig)).out).not.toContain(
        'changed on the host',
      );
    });
  },
);
