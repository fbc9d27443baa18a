import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, startLab, type Lab } from '../../lab/index.js';
import { runCli, runCliWith, type CliRun } from '../cli/run-cli.js';

const availability = await labAvailability();

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network heartbeat  { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network tenant     { roles vm  vlan 13 }
profile compute {
  nic eth0 { carries management }
  nic eth1  nic eth2
  bond bond0 { ports eth1, eth2  mode active-backup  carries heartbeat, tenant }
}
host kvm1 is compute { number 15 }
host kvm2 is compute { number 16 }
pool cluster { hosts kvm1, kvm2 }
`;
const MONITORED = SITE.replace('mode active-backup', 'mode active-backup  miimon 200');
/** A valid address that nothing outside routes to. */
const UNREACHABLE = SITE.replace(
  'subnet 10.0.2.0/24  gateway 10.0.2.2',
  'subnet 10.99.99.0/24  gateway 10.99.99.1',
);

interface Status {
  readonly host: string;
  readonly state: string;
  readonly generation?: { readonly generation: number };
  readonly history: readonly { readonly generation: number }[];
  readonly differences: readonly { readonly path: string; readonly file?: string }[];
}

describe.skipIf(!availability.available)(
  `deploying to many real hosts${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kvmnet-rollout-'));
      lab = await startLab({ hosts: 2 });
    });
    afterAll(async () => {
      await lab.stop();
      await rm(folder, { recursive: true });
    });

    const write = (text: string): Promise<void> => writeFile(join(folder, 'site.kvmnet'), text);
    const kvmnet = (command: string, ...options: readonly string[]): Promise<CliRun> =>
      runCli(folder, command, ...options, '--ssh-config', lab.sshConfigFile);
    const states = async (): Promise<readonly Status[]> =>
      JSON.parse((await kvmnet('status', '--format', 'json')).out) as readonly Status[];
    const logged = async (): Promise<readonly { event: string; host: string; outcome?: string }[]> => {
      const text = await readFile(join(folder, '.state/kvmnet/audit.jsonl'), 'utf8');
      return text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { event: string; host: string; outcome?: string });
    };
    const lastLines = ({ out }: CliRun, count: number): readonly string[] =>
      out.trim().split('\n').slice(-count);

    it('are never deployed before the first time', async () => {
      await write(SITE);
      const { exit, out } = await kvmnet('status');
      expect({ exit, out }).toEqual({ exit: 3, out: 'kvm1: never deployed\nkvm2: never deployed\n' });
    });

    it('sends the canary first and the others after it', async () => {
      const run = await kvmnet('apply', '--yes', '--canary', 'kvm2');
      expect(run.exit, run.err).toBe(0);
      expect(run.err.indexOf('kvm2: armed')).toBeGreaterThan(0);
      expect(run.out.indexOf('kvm2: done')).toBeLessThan(run.out.indexOf('kvm1: done'));
      expect(run.err.indexOf('kvm1: armed')).toBeGreaterThan(run.err.lastIndexOf('kvm2: '));
      expect(lastLines(run, 3)).toEqual([
        '2 of 2 hosts are as planned.',
        '  kvm1  generation 1',
        '  kvm2  generation 1',
      ]);
      expect((await logged()).map(({ event, host, outcome }) => [event, host, outcome])).toEqual([
        ['begun', 'kvm2', undefined],
        ['ended', 'kvm2', 'committed'],
        ['begun', 'kvm1', undefined],
        ['ended', 'kvm1', 'committed'],
      ]);
    });

    it('passes over hosts that are as the text says', async () => {
      const run = await kvmnet('apply', '--yes');
      expect(run.exit, run.err).toBe(0);
      expect(lastLines(run, 2)).toEqual(['  kvm1  no changes', '  kvm2  no changes']);
      expect(await logged()).toHaveLength(4);
      expect((await kvmnet('status')).exit).toBe(0);
      expect(await states()).toMatchObject([
        { state: 'in sync', generation: { generation: 1 }, history: [{ generation: 1 }], differences: [] },
        { state: 'in sync' },
      ]);
    });

    it('finds what was changed by hand in a file and in the kernel, and puts it right', async () => {
      const [one, two] = [lab.host('kvm1'), lab.host('kvm2')];
      await one.run(['nmcli', 'connection', 'modify', 'tenant', 'bridge.stp', 'yes']);
      await two.run(['ip', 'address', 'del', '10.11.11.16/24', 'dev', 'bond0.11']);
      const { exit, out } = await kvmnet('status');
      expect(exit).toBe(3);
      expect(out).toMatch(/^kvm1: drift: 1 changed on the host; generation 1 by /m);
      expect(out).toMatch(/connection tenant: bridge\.stp .*the text says false {2}site\.kvmnet:\d+:\d+$/m);
      expect(out).toMatch(
        /connection bond0\.11: address is missing, the text says 10\.11\.11\.16\/24 \(running\) {2}site\.kvmnet:\d+:\d+$/m,
      );
      const run = await kvmnet('apply', '--yes', '--parallel', '2');
      expect(run.exit, run.err).toBe(0);
      expect((await states()).map(({ state }) => state)).toEqual(['in sync', 'in sync']);
    });

    it('has each host remember who deployed what', async () => {
      const { exit, out } = await kvmnet('history', '--host', 'kvm1');
      expect(exit).toBe(0);
      expect(out).toMatch(/^kvm1: on generation 2\n \* 2 {2}\S+Z {2}\S+@\S+ {2}plan [0-9a-f]{12}\n {3}1 {2}/);
      const first = await kvmnet('history', '--host', 'kvm1', '--generation', '1', '--out', 'files');
      expect(first.out).toContain('\nThe first one:\n');
      expect(first.out).toMatch(/^ {2}\+ connection bond0$/m);
      const path = 'files/kvm1/etc/NetworkManager/system-connections/bond0.nmconnection';
      expect(await readFile(join(folder, path), 'utf8')).toContain('mode=active-backup');
      const second = await kvmnet('history', '--host', 'kvm1', '--generation', '2');
      expect(second.out).toContain('\nAgainst generation 1: no difference.\n');
      const unknown = await kvmnet('history', '--host', 'kvm1', '--generation', '7');
      expect([unknown.exit, unknown.err]).toEqual([1, expect.stringContaining('It keeps 1, 2')]);
    });

    it('stops at the first host that does not get there, and begins no other', async () => {
      await write(UNREACHABLE);
      const before = await lab.host('kvm2').run(['ls', '/var/lib/kvmnet/generations']);
      const run = await kvmnet('apply', '--yes', '--window', '40');
      expect(run.exit).toBe(1);
      expect(run.out).toContain('Unless confirmed within 40 s, the host undoes everything.');
      expect(lastLines(run, 4)).toEqual([
        '0 of 2 hosts are as planned, 1 are not, 1 were not begun.',
        expect.stringMatching(/^ {2}kvm1 {2}rolled back: /),
        '  kvm2  not begun',
        expect.stringContaining('run the same command again'),
      ]);
      expect(await lab.host('kvm2').run(['ls', '/var/lib/kvmnet/generations'])).toBe(before);
      expect(run.err).not.toContain('kvm2: armed');
      await write(SITE);
      expect((await kvmnet('status')).exit).toBe(0);
    });

    it('shows the lock while a host is changed, and undoes and waits when it is cancelled', async () => {
      await write(MONITORED);
      const cancellation = new AbortController();
      /** An address that is missing keeps the change from being confirmed. */
      const planWhileItWaits = async (): Promise<CliRun> => {
        await lab.host('kvm1').run(['ip', 'address', 'del', '10.11.11.15/24', 'dev', 'bond0.11']);
        return kvmnet('plan', '--host', 'kvm1');
      };
      let locked: Promise<CliRun> | undefined;
      const run = await runCliWith(
        folder,
        {
          signal: cancellation.signal,
          onErr: (text) => {
            if (!text.includes('kvm1: armed')) return;
            locked ??= planWhileItWaits().finally(() => cancellation.abort());
          },
        },
        ...['apply', '--yes', '--ssh-config', lab.sshConfigFile],
      );
      expect((await locked)?.out).toMatch(/kvm1 is locked by \S+ since \S+, expires in \d+ s\./);
      expect(run.exit).toBe(1);
      expect(lastLines(run, 3).slice(0, 2)).toEqual(['  kvm1  rolled back: cancelled', '  kvm2  not begun']);
      const { out } = await kvmnet('status');
      expect(out).toMatch(/kvm1: drift: 1 changed on the host, \d+ not deployed yet/);
      expect(await lab.host('kvm1').run(['cat', '/sys/class/net/bond0/bonding/miimon'])).toBe('100\n');
    });

    it('goes on with a file of plans from where it stopped', async () => {
      const saved = await kvmnet('plan', '--out', 'both.json');
      expect(saved.exit).toBe(3);
      const file = [...['both.json', '--yes', '--heartbeat-together']];
      expect((await kvmnet('apply', ...file, '--host', 'kvm2')).exit).toBe(0);
      const run = await kvmnet('apply', ...file);
      expect(run.exit, run.err).toBe(0);
      expect(lastLines(run, 2)).toEqual([
        expect.stringMatching(/^ {2}kvm1 {2}generation \d+$/),
        '  kvm2  no changes',
      ]);
      expect((await kvmnet('status')).exit).toBe(0);
    });

    it('changes nothing when one of the hosts cannot be looked at', async () => {
      await write(SITE);
      await lab.host('kvm2').powerCut();
      const run = await kvmnet('apply', '--yes');
      expect(run.exit).toBe(1);
      expect(run.err).toContain('Nothing was changed: 1 of 2 hosts could not be planned.');
      const { exit, out } = await kvmnet('status');
      expect(exit).toBe(1);
      expect(out).toMatch(/^kvm2: unreachable\n {2}\S/m);
      expect(out).toMatch(/^kvm1: drift/m);
    });
  },
);
