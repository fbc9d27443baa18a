import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applyPlans,
  physicalNics,
  planForHost,
  planHosts,
  reachHost,
  statusOfHosts,
  whereaboutsOf,
  type HostSession,
  type ObservedHost,
  type Plan,
  type Reach,
} from '../../../src/deploy/index.js';
import { loadSites } from '../../../src/language/index.js';
import type { CheckedNetwork } from '../../../src/model/index.js';
import { root } from '../../architecture/imports.js';
import { Person } from '../ssh/support/person.js';
import { valueOf } from '../ssh/support/results.js';
import { SlowRelay } from '../ssh/support/slow-relay.js';
import { writeSshConfig } from '../ssh/support/ssh-config.js';
import { missingSshd, Sshd } from '../ssh/support/sshd.js';
import { Workshop } from '../ssh/support/workshop.js';

/** Milliseconds; long beside what a busy machine adds by itself. */
const ROUND_TRIP = 2000;

const missing = missingSshd ?? (process.getuid?.() === 0 ? undefined : 'the login has to be root');

describe.skipIf(missing !== undefined)(`a host that is far away ${missing ?? ''}`, () => {
  let workshop: Workshop;
  let sshd: Sshd;
  let relay: SlowRelay;
  let reach: Reach;
  let network: CheckedNetwork;

  beforeAll(async () => {
    workshop = await Workshop.open();
    workshop.key('user');
    workshop.key('host');
    // What a lab host has answered to the observing script, once all of that is there.
    const answer = join(root, 'test/deploy/fixtures/settled-host.txt');
    sshd = await Sshd.start(workshop, {
      hostKeys: ['host'],
      authorized: ['user'],
      config: [`ForceCommand cat >/dev/null; cat ${answer}`],
    });
    relay = await SlowRelay.start(sshd.port);
    const configFile = await writeSshConfig(workshop, {
      kvm1: { Port: relay.port, IdentityFile: workshop.path('user') },
    });
    reach = { interaction: new Person(true), trusted: true, configFile };
    await writeFile(workshop.path('site.kvmnet'), 'host kvm1 { nic eth1 }\n');
    const loaded = await loadSites([workshop.path('site.kvmnet')]);
    const checked = loaded.ok ? loaded.sites[0]?.checked : undefined;
    if (!checked) throw new Error(JSON.stringify(loaded));
    network = checked;
  });
  afterAll(async () => {
    await relay.stop();
    await sshd.stop();
    await workshop.close();
  });

  const commands = async (): Promise<number> => (await sshd.log()).split('Starting session:').length - 1;

  const planned = async (session: HostSession): Promise<{ readonly plan: Plan; readonly took: number }> => {
    const [host] = network.hosts;
    const begun = performance.now();
    const plan = valueOf(await planForHost(network, host!, session));
    return { plan, took: performance.now() - begun };
  };

  it('is planned by one command and at most three round trips after the handshake', async () => {
    const whereabouts = valueOf(whereaboutsOf(network, network.hosts[0]!));
    const session = valueOf(await reachHost(whereabouts, reach));
    const near = await planned(session);
    const before = await commands();
    relay.roundTrip = ROUND_TRIP;
    const far = await planned(session);
    relay.roundTrip = 0;
    session.close();
    expect((await commands()) - before).toBe(1);
    expect(far.plan.digest).toBe(near.plan.digest);
    const trips = Math.round((far.took - near.took) / ROUND_TRIP);
    expect(trips).toBeGreaterThanOrEqual(1);
    expect(trips).toBeLessThanOrEqual(3);
  });

  it('tells which NICs were found on it, whoever looked and whatever for', async () => {
    const sites = network.hosts.map((host) => ({ network, host }));
    const told: string[] = [];
    const tell = (_: unknown, observed: ObservedHost): void => {
      told.push(
        physicalNics(observed)
          .map(({ name }) => name)
          .join(' '),
      );
    };
    await planHosts(sites, reach, undefined, tell);
    await statusOfHosts(sites, reach, undefined, tell);
    expect(told).toEqual(['eth0 eth1 eth2 eth3 eth4', 'eth0 eth1 eth2 eth3 eth4']);
  });

  it('is not connected to again when there is nothing to apply', async () => {
    const whereabouts = valueOf(whereaboutsOf(network, network.hosts[0]!));
    const session = valueOf(await reachHost(whereabouts, reach));
    const { plan } = await planned(session);
    session.close();
    const nothing = { ...plan, steps: [], refusals: [] };
    const before = await commands();
    const ends = await applyPlans([{ whereabouts, plan: nothing, apart: [] }], {
      reach,
      author: 'alice@desk',
      deed: 'deploy',
      parallel: 1,
    });
    expect(ends).toEqual([{ host: 'kvm1', result: { ok: true, value: { kind: 'unchanged' } } }]);
    expect(await commands()).toBe(before);
  });
});
