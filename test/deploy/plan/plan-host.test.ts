import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compiler/index.js';
import { compileOptionsFor } from '../../../src/deploy/plan/compile-options.js';
import {
  managementAddresses,
  planHost,
  readObservation,
  type ObservedHost,
  type Plan,
} from '../../../src/deploy/index.js';
import { loadSites } from '../../../src/language/index.js';
import { root } from '../../architecture/imports.js';

/** What a settled lab host, never touched by KVMNet, answered to the observing script. */
const recorded = await readFile(join(root, 'test/deploy/fixtures/settled-host.txt'), 'utf8');

function observed(text = recorded): ObservedHost {
  const read = readObservation('kvm1', text);
  if (!read.ok) throw new Error(read.failure.message);
  return read.value;
}

async function planFor(text: string, host = observed()): Promise<Plan> {
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-plan-'));
  try {
    await writeFile(join(folder, 'site.kvmnet'), text);
    const loaded = await loadSites([folder]);
    const site = loaded.ok ? loaded.sites[0] : undefined;
    const [described] = site?.network.hosts ?? [];
    if (!site?.checked || !described) throw new Error(JSON.stringify(site?.findings ?? loaded));
    const [compiled] = compile(site.checked, compileOptionsFor(described, host));
    return planHost({
      compiled: compiled!,
      observed: host,
      managementAddresses: managementAddresses(site.checked, described.id),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network tenant { roles vm  vlan 13 }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1  nic eth2
  bond bond0 { ports eth1, eth2  carries tenant }
}
guest web1 on kvm1 { vcpus 1  nic { network tenant } }
guest other on kvm1 { vcpus 1  nic { network tenant } }
`;

const summary = ({ steps }: Plan): readonly string[] =>
  steps.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

describe('observing', () => {
  it('reads what a host is, and how this session came in', () => {
    const host = observed();
    // Debian's kernel brings SELinux along; without a policy it says 0.
    expect(host.system).toMatchObject({ hostname: 'kvm1', root: true, selinux: 'permissive' });
    expect(host.networkManager.version).toMatch(/^1\.52/);
    expect(host.session).toMatchObject({ server: '10.0.2.15', client: '10.0.2.2', device: 'eth0' });
    expect(host.links.map(({ name }) => name).sort()).toEqual(['eth0', 'eth1', 'eth2', 'eth3', 'eth4', 'lo']);
    expect(host.libvirt).toMatchObject({
      state: 'running',
      networks: [],
      domains: [{ name: 'web1', running: false }],
    });
    expect(host.record).toBeUndefined();
  });

  it.each(['', 'rubbish', recorded.slice(0, 600), recorded.replaceAll('[{', '[[')])(
    'says so when the answer cannot be read',
    (text) => {
      const read = readObservation('kvm1', text);
      expect(read.ok ? undefined : read.failure).toMatchObject({ code: 'observation-failed' });
    },
  );
});

describe('a plan', () => {
  it('names every step, takes over what is in the way, and notes guests that are not there', async () => {
    const plan = await planFor(SITE);
    expect(summary(plan)).toEqual([
      'add keyfile bond0.13',
      'add keyfile bond0',
      'add keyfile eth0',
      'add keyfile eth1',
      'add keyfile eth2',
      'add keyfile tenant',
      'take-over keyfile eth0',
      'add libvirt-network tenant',
      'add guest-interface web1/tenant',
    ]);
    expect(plan.notices).toMatchObject([{ code: 'guest-not-defined' }]);
    expect(plan.refusals).toEqual([]);
    expect(plan.management).toMatchObject({
      before: ['eth0'],
      after: ['eth0'],
      addressesAfter: ['10.0.2.15'],
    });
    expect(plan.window).toBeGreaterThanOrEqual(120);
  });

  it('says who will notice, and where each step comes from', async () => {
    const { steps } = await planFor(SITE);
    const nic = steps.find(({ name, action }) => name === 'eth0' && action === 'add');
    expect(nic?.impacts).toContainEqual(
      expect.objectContaining({ kind: 'carries-connection', device: 'eth0' }),
    );
    expect(nic?.origin?.range.start.line).toBe(4);
    expect(steps.find(({ name }) => name === 'bond0.13')?.impacts).toEqual([]);
  });

  it('is the same for the same input, and another one for another host', async () => {
    const [one, two] = [await planFor(SITE), await planFor(SITE)];
    const strip = ({ steps, work, window }: Plan): unknown =>
      JSON.parse(JSON.stringify({ steps, work, window }).replace(/kvmnet-plan-\w+/g, 'folder'));
    expect(strip(one)).toEqual(strip(two));
    const other = observed(recorded.replaceAll('"mtu":1500', '"mtu":1400'));
    expect((await planFor(SITE, other)).observedDigest).not.toBe(one.observedDigest);
  });

  it('is refused when nothing would be left to connect to', async () => {
    const { refusals } = await planFor('host kvm1 { nic eth0 { none } }\n');
    expect(refusals).toMatchObject([{ code: 'management-lost', forceable: true }]);
  });

  it('proves itself at the new address when the management address changes', async () => {
    const plan = await planFor(SITE.replace('number 15', 'number 77'));
    expect(plan.management).toMatchObject({ proveAt: '10.0.2.77', addressesAfter: ['10.0.2.77'] });
    expect(plan.refusals).toEqual([]);
  });

  it('carries values as data, never as words of a script', async () => {
    const { work } = await planFor(
      SITE.replace('network tenant {', '/// $(reboot) `reboot` ; "\'\nnetwork tenant {'),
    );
    const words = [...work.apply, ...work.undo, ...work.persist, ...work.unpersist].flat().join('\n');
    expect(words).not.toContain('reboot');
    expect(Object.values(work.data).join('\n')).toContain('$(reboot)');
  });
});
