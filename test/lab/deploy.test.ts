import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, startLab, type Lab, type LabHost } from '../../lab/index.js';
import { root } from '../architecture/imports.js';
import { runCli, type CliRun } from '../cli/run-cli.js';

const availability = await labAvailability();

const SITE = `
/// Reached by people: "quotes", $(reboot), ]]> and all.
network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network heartbeat  { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network migrate    { roles migration  vlan 12  subnet 10.11.12.0/24 }
network tenant     { roles vm  vlan 13  zone tenants }
network edge       { roles vm  vlans 100-103, 300 }
zone tenants { target DROP }
profile compute {
  nic eth0 { carries management }
  nic eth1  nic eth2  nic eth3  nic eth4
  bond bond0 { ports eth1, eth2  mode active-backup  primary eth1  carries heartbeat, migrate, tenant }
  bond bond1 { ports eth3, eth4  mode 802.3ad  lacp-rate fast  hash layer3+4 }
  bridge br-edge { ports bond1  network edge  vlan-aware }
}
host kvm1 is compute {
  number 15
  nat lab       { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
  isolated back { subnet 192.168.50.0/24  host-access no }
}
host kvm2 is compute { number 16 }
guest web1 on kvm1 {
  vcpus 1
  nic { network tenant }
  nic { network edge  trunk 100-102 native 100 }
  nic { network back }
}
guest db1 on kvm2 { vcpus 1  nic { network tenant } }
guest spare on kvm1 { vcpus 1  nic { network lab } }
`;
const WITHOUT_MIGRATION = SITE.replace('heartbeat, migrate, tenant', 'heartbeat, tenant').replace(
  /^network migrate.*\n/m,
  '',
);
/** A valid address that nothing outside routes to. */
const UNREACHABLE = SITE.replace(
  'subnet 10.0.2.0/24  gateway 10.0.2.2',
  'subnet 10.99.99.0/24  gateway 10.99.99.1',
);
/** The name server is where it was, and the way to it leads to nobody. The host is as the text says all the same. */
const NAME_SERVER_LOST = WITHOUT_MIGRATION.replace(
  'gateway 10.0.2.2',
  'gateway 10.0.2.2  dns 10.0.2.3  route 10.0.2.3/32 via 10.0.2.77',
);
/** The management address moves from the NIC to a bridge on it. */
const MANAGEMENT_ON_BRIDGE = WITHOUT_MIGRATION.replace(
  'roles management  subnet',
  'roles management, vm  bridge br-mgmt  subnet',
);

interface Link {
  readonly ifname: string;
  readonly ifindex: number;
  readonly master?: string;
  readonly linkinfo?: { readonly info_kind?: string; readonly info_data?: Readonly<Record<string, unknown>> };
}
interface PortVlans {
  readonly ifname: string;
  readonly vlans: readonly {
    readonly vlan: number;
    readonly vlanEnd?: number;
    readonly flags?: readonly string[];
  }[];
}

/** What the engine did last, for whoever looks at a failure. */
const lastLog = async (host: LabHost): Promise<string> =>
  (await host.exec(['tail', '-n', '60', '/var/lib/kvmnet/last/log'])).stdout;

describe.skipIf(!availability.available)(
  `deploying to a real host${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let host: LabHost;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kvmnet-deploy-'));
      lab = await startLab({ hosts: 1 });
      host = lab.host('kvm1');
      await host.startGuest();
    });
    afterAll(async () => {
      await lab.stop();
      await rm(folder, { recursive: true });
    });

    const write = (text: string): Promise<void> => writeFile(join(folder, 'site.kvmnet'), text);
    const kvmnet = async (command: string, ...options: readonly string[]): Promise<CliRun> => {
      const run = await runCli(
        folder,
        ...[command, '.', '--host', 'kvm1', '--ssh-config', lab.sshConfigFile, ...options],
      );
      return { ...run, err: `${run.err}\n${await lastLog(host)}` };
    };
    const links = async (): Promise<ReadonlyMap<string, Link>> =>
      new Map(((await host.json(['ip', '-d', '-j', 'link'])) as Link[]).map((link) => [link.ifname, link]));
    const vlans = async (): Promise<ReadonlyMap<string, PortVlans['vlans']>> =>
      new Map(
        ((await host.json(['bridge', '-j', 'vlan'])) as PortVlans[]).map((port) => [port.ifname, port.vlans]),
      );
    const addresses = async (): Promise<string> => host.run(['ip', '-br', '-4', 'address']);
    const taps = (all: ReadonlyMap<string, Link>): readonly string[] =>
      [...all.values()]
        .filter(({ ifname }) => ifname.startsWith('vnet'))
        .map(({ master }) => master ?? 'nothing')
        .sort();

    it('finds everything to do, and does nothing yet', async () => {
      await write(SITE);
      const before = await links();
      const { exit, out } = await kvmnet('plan');
      expect(exit).toBe(3);
      expect(out).toMatch(/\+ connection bond0\.13 .*site\.kvmnet:\d+/);
      expect(await links()).toEqual(before);
    });

    it('makes the host what the text says, and keeps it reachable', async () => {
      const { exit, out, err } = await kvmnet('apply', '--yes');
      expect({ exit, end: out.trim().split('\n').at(-1) }, err).toEqual({
        exit: 0,
        end: 'kvm1: done: generation 1',
      });

      const all = await links();
      expect(all.get('bond0')?.linkinfo?.info_data).toMatchObject({
        mode: 'active-backup',
        primary: 'eth1',
        miimon: 100,
      });
      expect(all.get('bond1')?.linkinfo?.info_data).toMatchObject({ mode: '802.3ad', ad_lacp_rate: 'fast' });
      expect(all.get('bond0.13')).toMatchObject({ master: 'tenant', linkinfo: { info_data: { id: 13 } } });
      expect(all.get('br-edge')?.linkinfo?.info_data).toMatchObject({ vlan_filtering: 1, stp_state: 0 });
      expect(all.get('bond1')?.master).toBe('br-edge');
      expect(taps(all)).toEqual(['br-edge', 'tenant', 'virbr-back']);

      const uplink = (await vlans()).get('bond1') ?? [];
      expect(uplink.map(({ vlan }) => vlan)).toEqual([100, 101, 102, 103, 300]);
      const trunk = [...(await vlans())].find(
        ([name, ids]) => name.startsWith('vnet') && ids.length === 3,
      )?.[1];
      expect(trunk).toEqual([
        { vlan: 100, flags: ['PVID', 'Egress Untagged'] },
        expect.objectContaining({ vlan: 101 }),
        expect.objectContaining({ vlan: 102 }),
      ]);
      const shown = await addresses();
      for (const address of ['10.0.2.15/24', '10.11.11.15/24', '10.11.12.15/24', '192.168.100.1/24'])
        expect(shown).toContain(address);
      expect(shown).not.toContain('192.168.50.');
      const networks = await host.run(['virsh', 'net-list', '--name']);
      expect(networks.trim().split('\n').sort()).toEqual(['back', 'edge', 'lab', 'tenant']);
      const interfaces = await host.run(['virsh', 'domiflist', 'web1']);
      for (const network of ['tenant', 'edge', 'back']) expect(interfaces).toContain(` ${network} `);
      expect(await host.run(['firewall-cmd', '--get-zone-of-interface=tenant'])).toBe('tenants\n');
    });

    it('finds nothing to do afterwards', async () => {
      const { exit, out } = await kvmnet('plan');
      expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('no changes') as string });
    });

    it('is on its old configuration after a power cut in the middle', async () => {
      await write(WITHOUT_MIGRATION);
      await killedAt(/in force, not permanent/);
      expect((await links()).has('bond0.12')).toBe(false);
      await host.powerCut();
      await host.boot();
      await write(SITE);
      // NetworkManager and libvirt go on starting for a while after sshd.
      await expect
        .poll(async () => (await kvmnet('plan')).exit, { timeout: 120_000, interval: 5000 })
        .toBe(0);
      expect((await links()).has('bond0.12')).toBe(true);
      await host.startGuest();
    });

    it('removes what the text no longer has, and touches nothing else', async () => {
      const before = await links();
      await write(WITHOUT_MIGRATION);
      const { exit, out, err } = await kvmnet('apply', '--yes');
      expect(exit, err).toBe(0);
      expect(out.match(/^ +\d+ [-+~!<] .*$/gm)).toEqual([expect.stringMatching(/- connection bond0\.12\b/)]);
      const after = await links();
      expect(after.has('bond0.12')).toBe(false);
      const identity = (
        all: ReadonlyMap<string, Link>,
      ): readonly (readonly [string, number, string | undefined])[] =>
        [...all.values()].map(({ ifname, ifindex, master }) => [ifname, ifindex, master] as const);
      expect(identity(after)).toEqual(identity(before).filter(([name]) => name !== 'bond0.12'));
      expect((await kvmnet('plan')).exit).toBe(0);
    });

    it('comes back by itself from a management address that nobody can reach, and says so', async () => {
      const before = await addresses();
      await write(UNREACHABLE);
      const { exit, out, err } = await kvmnet('apply', '--yes', '--window', '40');
      expect(exit, err).toBe(1);
      expect(out).toContain('rolled back; the host is on its old configuration');
      expect(await addresses()).toBe(before);
      await write(WITHOUT_MIGRATION);
      expect((await kvmnet('plan')).out).toContain('no changes');
    });

    it('goes back when somebody who answered before does not answer any more, if told to ask', async () => {
      await write(NAME_SERVER_LOST);
      const { exit, out, err } = await kvmnet(
        ...(['apply', '--yes', '--window', '40', '--probe', 'gateway,dns'] as const),
      );
      expect(exit, err).toBe(1);
      expect(err).toContain('2 answered before the change\n');
      expect(out).toMatch(
        /^kvm1: rolled back; .*\bthe name server 10\.0\.2\.3 of network management does not/m,
      );
      expect(out).not.toContain('the gateway 10.0.2.2');
      await write(WITHOUT_MIGRATION);
      expect((await kvmnet('plan')).out).toContain('no changes');
    });

    it.each([
      ['was armed', /armed: unless/],
      ['had applied everything', /in force, not permanent/],
    ])('comes back by itself when the tool is killed after it %s', async (_when, line) => {
      const before = await addresses();
      await write(SITE);
      await killedAt(line);
      await expect
        .poll(async () => (await host.exec(['test', '-e', '/var/lib/kvmnet/pending'])).code, {
          timeout: 150_000,
          interval: 3000,
        })
        .toBe(1);
      expect(await addresses()).toBe(before);
      expect((await links()).has('bond0.12')).toBe(false);
      await write(WITHOUT_MIGRATION);
      const { exit, out } = await kvmnet('plan');
      expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('no changes') as string });
    });

    it('moves the management address from a NIC to a bridge under the feet of its own session', async () => {
      await write(MANAGEMENT_ON_BRIDGE);
      const { exit, out, err } = await kvmnet('apply', '--yes');
      expect(exit, `${out}\n${err}`).toBe(0);
      expect(out).toContain('goes by eth0, afterwards by br-mgmt on eth0');
      expect(await addresses()).toMatch(/^br-mgmt\s.*10\.0\.2\.15\/24/m);
      expect((await links()).get('eth0')?.master).toBe('br-mgmt');
    });

    it('goes back to the host as it was before KVMNet', async () => {
      const { exit, err } = await kvmnet('rollback', '--to', '0', '--yes');
      expect(exit, err).toBe(0);
      const names = [...(await links()).keys()].filter((name) => !name.startsWith('vnet'));
      expect(names.sort()).toEqual(['eth0', 'eth1', 'eth2', 'eth3', 'eth4', 'lo']);
      expect(await addresses()).toMatch(/^eth0\s.*10\.0\.2\.15\/24/m);
      expect((await host.run(['virsh', 'net-list', '--all', '--name'])).trim()).toBe('');
    });

    /** Runs `apply` as a process of its own, and kills it without warning at a line of its progress. */
    async function killedAt(line: RegExp): Promise<void> {
      const child = spawn(
        process.execPath,
        [
          ...['--import', 'tsx', join(root, 'src/cli/main.ts'), 'apply', folder, '--host', 'kvm1', '--yes'],
          ...['--window', '40', '--ssh-config', lab.sshConfigFile],
        ],
        { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
      );
      let progress = '';
      await new Promise<void>((resolve, reject) => {
        child.stderr.on('data', (chunk: Buffer) => {
          progress += chunk.toString();
          if (line.test(progress)) child.kill('SIGKILL');
        });
        child.on('close', (_code, signal) =>
          signal === 'SIGKILL'
            ? resolve()
            : reject(new Error(`It ended before ${String(line)}:\n${progress}`)),
        );
      });
      await sleep(1000);
    }
  },
);
