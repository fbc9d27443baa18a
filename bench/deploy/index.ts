import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { planForHost, reachHost } from '../../src/deploy/index.js';
import { loadSites } from '../../src/language/index.js';
import type { CheckedNetwork } from '../../src/model/index.js';
import { repositoryRoot } from '../../scripts/repository.js';
import { SlowRelay } from '../../test/deploy/ssh/support/slow-relay.js';
import { timed } from '../timed.js';
import { fleetSite } from './fleet-site.js';
import { LoopbackFleet, missingFleet } from './loopback-fleet.js';
import { writePlaybook, type Playbook } from './playbook.js';
import { settledHost } from './settled-host.js';

/** Each is measured so often, the contestants in turn; the middle value counts. With many hosts a run is long enough. */
const runsOf = (hosts: number): number => (hosts < 50 ? 3 : 1);
/** Milliseconds; long beside what the work itself takes to vary. */
const ROUND_TRIP = 2000;

/**
 * `npm run bench -- deploy [--as-installed] [HOSTS…]`: looking at unchanged hosts, and applying nothing to them, beside
 * ansible-playbook; default 1, 20 and 100 hosts. `--as-installed`: Ansible with its own defaults instead of quicker ones.
 */
export async function run(args: readonly string[]): Promise<void> {
  const missing = missingFleet ?? missingAnsible();
  if (missing !== undefined) {
    process.stdout.write(`skipped: ${missing}\n`);
    return;
  }
  const tuned = !args.includes('--as-installed');
  const numbers = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
  process.stdout.write('| hosts | what | kvmnet | ansible-playbook | ratio | commands a host |\n');
  process.stdout.write('| ---: | --- | ---: | ---: | ---: | ---: |\n');
  for (const hosts of numbers.length > 0 ? numbers : [1, 20, 100]) await measureFleet(hosts, tuned);
}

function missingAnsible(): string | undefined {
  const found = spawnSync('ansible-playbook', ['--version'], { encoding: 'utf8' });
  return found.status === 0 ? undefined : 'ansible-playbook is not there: apt install ansible-core';
}

async function measureFleet(count: number, tuned: boolean): Promise<void> {
  const folder = await mkdtemp('/tmp/kvb-');
  try {
    await writeFile(join(folder, 'site.kvmnet'), fleetSite(count));
    const network = await networkOf(folder);
    const hosts = new Map(network.hosts.map((host) => [host.name, settledHost(network, host)]));
    await using fleet = await LoopbackFleet.start(hosts);
    const playbook = await writePlaybook(folder, hosts, fleet.sshConfig, tuned);
    const kvmnet = (command: string, ...more: readonly string[]): Promise<number> =>
      timed(
        process.execPath,
        [
          join(repositoryRoot, 'dist/cli/main.cjs'),
          command,
          folder,
          '--ssh-config',
          fleet.sshConfig,
          ...more,
        ],
        {
          cwd: folder,
          env: { ...process.env, XDG_STATE_HOME: folder },
          expect: (output) => output.split('no changes').length > count,
        },
      );
    const rows = [
      { what: 'plan, `--check`', own: () => kvmnet('plan'), ansible: ['--check'] },
      { what: 'apply without changes', own: () => kvmnet('apply', '--yes'), ansible: [] },
    ];
    for (const { what, own, ansible } of rows) {
      const [mine, its]: [number[], number[]] = [[], []];
      let sessions = 0;
      for (let at = 0; at < runsOf(count); at++) {
        await fleet.sessions('kvm1');
        mine.push(await own());
        sessions = await fleet.sessions('kvm1');
        its.push(await playing(playbook, ansible, count));
      }
      const [a, b] = [median(mine), median(its)];
      const cells = [
        count,
        what,
        `${a.toFixed(2)} s`,
        `${b.toFixed(2)} s`,
        `×${(a / b).toFixed(3)}`,
        sessions,
      ];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
    if (count === 1)
      process.stdout.write(
        `Round trips of a plan after the handshake: ${await roundTrips(network, fleet)}\n`,
      );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function networkOf(folder: string): Promise<CheckedNetwork> {
  const loaded = await loadSites([folder]);
  const site = loaded.ok ? loaded.sites[0] : undefined;
  if (!site?.checked) throw new Error(JSON.stringify(site?.findings ?? loaded));
  return site.checked;
}

/** How many times planning waits for the host, by how much longer it takes when the host is far away. */
async function roundTrips(network: CheckedNetwork, fleet: LoopbackFleet): Promise<number> {
  const [host] = network.hosts;
  if (!host) throw new Error('There is no host.');
  const relay = await SlowRelay.start(fleet.portOf(host.name));
  const interaction = {
    // The relay has a port of its own, which known_hosts does not know.
    acceptHostKey: () => Promise.resolve(true),
    askSecret: () => Promise.resolve(undefined),
  };
  const reach = { interaction, trusted: true, configFile: fleet.sshConfig, port: relay.port };
  const session = await reachHost({ host: host.name, ssh: host.ssh.value, via: [] }, reach);
  if (!session.ok) throw new Error(session.failure.message);
  const planningTime = async (): Promise<number> => {
    const start = performance.now();
    const planned = await planForHost(network, host, session.value);
    if (!planned.ok || planned.value.steps.length > 0) throw new Error('The host is not as the text says.');
    return performance.now() - start;
  };
  try {
    const near = await planningTime();
    relay.roundTrip = ROUND_TRIP;
    return Math.round(((await planningTime()) - near) / ROUND_TRIP);
  } finally {
    session.value.close();
    await relay.stop();
  }
}

/** Seconds of a run that changes nothing, from cold connections. */
async function playing(
  { folder, argv, environment }: Playbook,
  more: readonly string[],
  count: number,
): Promise<number> {
  const env = { ...process.env, ...environment };
  const unchanged = (output: string): boolean =>
    output.match(/ok=4 +changed=0 +unreachable=0 +failed=0 /g)?.length === count;
  const seconds = await timed('ansible-playbook', [...argv, ...more], {
    cwd: folder,
    env,
    expect: unchanged,
  });
  await closeSharedConnections(join(folder, 'cp'));
  return seconds;
}

/** Those that Ansible keeps open for a minute would spare the next run its handshakes. */
async function closeSharedConnections(folder: string): Promise<void> {
  for (const socket of await readdir(folder))
    spawnSync('ssh', ['-S', join(folder, socket), '-O', 'exit', '-'], { stdio: 'ignore' });
  await rm(folder, { recursive: true, force: true });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
