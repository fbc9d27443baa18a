import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  dataNics,
  labAvailability,
  macAddress,
  operatorPassword,
  personas,
  startLab,
  type Lab,
  type LabHost,
} from '../../lab/index.js';

const availability = await labAvailability();

describe.skipIf(!availability.available)(
  `lab${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;

    beforeAll(async () => {
      lab = await startLab();
    });
    afterAll(async () => {
      await lab.stop();
    });

    it('gives each host its own name, identity, key and NICs', async () => {
      for (const [index, host] of lab.hosts.entries()) {
        const persona = personas[index]!;
        expect(await host.run(['uname', '-n'])).toBe(`${persona.name}\n`);
        expect(await host.run(['cat', '/etc/machine-id'])).toBe(`${persona.machineId}\n`);
        for (const nic of dataNics) {
          const address = await host.run(['cat', `/sys/class/net/${nic}/address`]);
          expect(address).toBe(`${macAddress(persona, nic)}\n`);
        }
      }
      const keys = new Set(lab.hosts.map((host) => host.hostPublicKey));
      expect(keys.size).toBe(2);
    });

    it('has the clock of this machine', async () => {
      const clock = Number(await lab.host('kvm1').run(['date', '+%s']));
      expect(Math.abs(clock - Date.now() / 1000)).toBeLessThan(20);
    });

    it('runs NetworkManager, libvirt and firewalld', async () => {
      await Promise.all(
        lab.hosts.map(async (host) => {
          expect(await host.run(['systemctl', 'is-system-running'])).toBe('running\n');
          expect(await host.run(['nmcli', '-t', '-f', 'NAME,DEVICE', 'connection'])).toBe(
            'eth0:eth0\nlo:lo\n',
          );
          expect(await host.run(['virsh', 'list', '--all', '--name'])).toBe(`${host.guest}\n\n`);
          expect(await host.run(['virsh', 'net-list', '--all', '--name'])).toBe('\n');
          expect(await host.run(['firewall-cmd', '--get-zone-of-interface=eth0'])).toBe('public\n');
        }),
      );
    });

    it('lets admin use sudo at once and operator with a password', async () => {
      const host = lab.host('kvm1');
      expect(await host.run(['sudo', '-n', 'id', '-u'], { user: 'admin' })).toBe('0\n');
      expect(await host.exec(['sudo', '-n', 'id', '-u'], { user: 'operator' })).toMatchObject({ code: 1 });
      const asked = ['sudo', '-k', '-S', '-p', '', 'id', '-u'];
      expect(await host.run(asked, { user: 'operator', stdin: `${operatorPassword}\n` })).toBe('0\n');
    });

    it('starts a guest with a real TAP on a bridge', async () => {
      const host = lab.host('kvm2');
      await host.run(['ip', 'link', 'add', 'br-test', 'type', 'bridge']);
      const nic = ['--type', 'bridge', '--source', 'br-test', '--model', 'virtio', '--config'];
      await host.run(['virsh', '--quiet', 'attach-interface', host.guest, ...nic]);
      await host.startGuest();
      expect(await host.run('bridge link show | grep -c "master br-test"')).toBe('1\n');
    });

    it('passes frames from host to host over an aggregated bond, until the cables are unplugged', async () => {
      await Promise.all(lab.hosts.map((host, index) => addBond(host, `192.0.2.${index + 1}/24`)));
      const ping = ['ping', '-c', '3', '-i', '0.2', '-W', '5', '192.0.2.2'];
      await eventually(60, async () => (await lab.host('kvm1').exec(ping)).code === 0);
      const bonding = await lab.host('kvm1').run(['cat', '/proc/net/bonding/bond0']);
      expect(bonding).toContain('Partner Mac Address: 02:6b:76:6d:02:0');

      await lab.setCable('eth1', false);
      await lab.setCable('eth2', false);
      await eventually(30, async () => (await carrierOf(lab.host('kvm2'), 'bond0')) === '0');
      expect((await lab.host('kvm1').exec(ping)).code).not.toBe(0);
      await lab.setCable('eth1', true);
      await eventually(60, async () => (await lab.host('kvm1').exec(ping)).code === 0);
    });

    it('reaches a further address of a host through a port of its own', async () => {
      const host = lab.host('kvm1');
      await host.run(['ip', 'address', 'add', '10.0.2.99/24', 'dev', 'eth0']);
      const port = await host.forward('10.0.2.99');
      expect(port).not.toBe(host.sshPort);
      const sameKey = ['-p', String(port), '-o', `HostKeyAlias=[127.0.0.1]:${host.sshPort}`];
      const ssh = ['-F', lab.sshConfigFile, ...sameKey, host.name, 'echo $USER $SSH_CONNECTION'];
      const { stdout } = await promisify(execFile)('ssh', ssh);
      expect(stdout).toMatch(/^admin 10\.0\.2\.2 \d+ 10\.0\.2\.99 22\n$/);
    });

    it('is as settled as at first after a restore', async () => {
      await lab.restore();
      for (const host of lab.hosts) {
        expect((await host.exec(['ip', 'link', 'show', 'bond0'])).code).toBe(1);
        expect(await host.run(['virsh', 'list', '--name'])).toBe('\n');
      }
    });

    it('comes back from a power cut with what was on its disk and nothing else', async () => {
      const host = lab.host('kvm1');
      await host.run('echo kept >/root/kept; sync; echo lost >/root/lost');
      const before = await host.run(['cat', '/proc/sys/kernel/random/boot_id']);
      await host.powerCut();
      expect(await host.pid()).toBeUndefined();
      expect((await host.exec(['true'])).code).toBe(255);
      await host.boot();
      expect(await host.run(['cat', '/proc/sys/kernel/random/boot_id'])).not.toBe(before);
      expect(await host.run(['cat', '/root/kept'])).toBe('kept\n');
      expect((await host.exec(['test', '-s', '/root/lost'])).code).toBe(1);
      expect(await host.run(['uname', '-n'])).toBe('kvm1\n');
    });
  },
);

/** LACP over eth1 and eth2. */
async function addBond(host: LabHost, address: string): Promise<void> {
  const options = 'bond.options mode=802.3ad,miimon=100,lacp_rate=fast connection.autoconnect-ports true';
  await host.run(
    [
      `nmcli connection add type bond ifname bond0 con-name bond0 ${options} ip4 ${address} ipv6.method disabled`,
      'nmcli connection add type ethernet ifname eth1 con-name eth1 controller bond0',
      'nmcli connection add type ethernet ifname eth2 con-name eth2 controller bond0',
      'nmcli connection up bond0',
    ].join(' && '),
  );
}

async function carrierOf(host: LabHost, device: string): Promise<string> {
  return (await host.run(['cat', `/sys/class/net/${device}/carrier`])).trim();
}

async function eventually(seconds: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (await holds()) return;
    await sleep(500);
  }
  expect.fail(`Not within ${seconds} s.`);
}
