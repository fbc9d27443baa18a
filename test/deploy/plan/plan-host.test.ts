import { describe, expect, it } from 'vitest';
import { planHost, readObservation, type ObservedHost, type Plan } from '../../../src/deploy/index.js';
import { asDeployed, planInput, recordedHost, recordedText } from '../support/recorded-host.js';

const observed = recordedHost();

const planFor = async (text: string, host = observed): Promise<Plan> => planHost(await planInput(text, host));

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
    const host = observed;
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

  it.each(['', 'rubbish', recordedText.slice(0, 600), recordedText.replaceAll('[{', '[[')])(
    'says so when the answer cannot be read',
    (text) => {
      const read = readObservation('kvm1', text);
      expect(read.ok ? undefined : read.failure).toMatchObject({ code: 'observation-failed' });
    },
  );

  it('takes no host whose nmcli hangs for one without profiles', () => {
    const silent = recordedText.replace('\n@ connections\n', '\n@ nmcli-failed 124\n\n@ connections\n');
    const read = readObservation('kvm1', silent);
    expect(read.ok ? undefined : read.failure.message).toContain('nmcli could not be asked there (exit 124)');
    // Where NetworkManager does not run, nmcli fails too, and the plan says what is amiss.
    const stopped = silent.replace(/@ network-manager\n[^@]*/, '@ network-manager\n\n');
    expect(readObservation('kvm1', stopped).ok).toBe(true);
  });
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
    expect(plan.notices).toMatchObject([{ code: 'guest-not-defined' }, { code: 'guest-shut-off' }]);
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
    const other = recordedHost((text) => text.replaceAll('"mtu":1500', '"mtu":1400'));
    expect((await planFor(SITE, other)).observedDigest).not.toBe(one.observedDigest);
  });

  it.each(['running', 'stopped'] as const)(
    'has firewalld read its old zones again, for one that is %s may be started meanwhile',
    async (state) => {
      const host = { ...observed, firewalld: { ...observed.firewalld, state } };
      const { work } = await planFor(
        `${SITE.replace('gateway 10.0.2.2', 'gateway 10.0.2.2  zone inside')}zone inside { services ssh }\n`,
        host,
      );
      const reloads = (lines: readonly (readonly string[])[]): readonly (string | undefined)[] =>
        lines.filter(([, verb]) => verb === 'firewalld-reload').map(([number]) => number);
      const numberOf = (name: string): string | undefined =>
        work.apply.find(([, verb]) => verb === name)?.[0];
      expect(reloads(work.apply)).toHaveLength(state === 'running' ? 1 : 0);
      expect(reloads(work.undo)).toEqual([numberOf(state === 'running' ? 'firewalld-reload' : 'files-in')]);
    },
  );

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

describe('an activation', () => {
  const BONDED = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 {
  number 15
  nic eth0  nic eth1
  bond bond0 { ports eth0, eth1  carries management }
}
`;
  const TRUNK = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network edge { roles vm  vlans 10-20 }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1
  bridge br0 { ports eth1  network edge  vlan-aware }
}
`;
  const deployed = async (text: string): Promise<ObservedHost> => asDeployed(await planInput(text, observed));
  const activations = ({ work }: Plan): readonly string[] =>
    work.apply.filter(([, verb = '']) => verb.startsWith('profile-')).map(([, ...words]) => words.join(' '));

  const withGuestOn = (bridge: string, host: ObservedHost): ObservedHost => {
    const tap = {
      mac: '52:54:00:00:00:01',
      target: 'vnet0',
      xml: `<interface><source network='${bridge}'/></interface>`,
    };
    const link = {
      ...host.links.find(({ name }) => name === 'eth1')!,
      name: 'vnet0',
      kind: 'tun',
      controller: bridge,
    };
    return {
      ...host,
      links: [...host.links, link],
      libvirt: {
        ...host.libvirt,
        domains: [{ uuid: 'u', name: 'web1', running: true, interfaces: [], liveInterfaces: [tap] }],
      },
    };
  };

  it('leaves a bond that becomes a port to its new bridge, which draws it in', async () => {
    const host = await deployed(BONDED);
    const uuid = host.networkManager.profiles.find(({ device }) => device === 'bond0')?.uuid;
    const bridged = BONDED.replace('roles management ', 'roles management, vm  bridge br0 ');
    expect(activations(await planFor(bridged, host))).toEqual([`profile-port ${uuid} bond0 br0`]);
  });

  it('says of a bridge that goes on over another VLAN how long its guests wait, not that they lose it', async () => {
    const text = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network tenant { roles vm  vlan 13 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1 { carries tenant } }
`;
    const host = await deployed(text);
    const moved = await planFor(text.replace('vlan 13', 'vlan 23'), withGuestOn('tenant', host));
    expect(moved.steps.flatMap(({ impacts }) => impacts)).toContainEqual({
      kind: 'guest-network',
      guest: 'web1',
      network: 'tenant',
      seconds: 5,
    });
    const renamed = await planFor(
      text.replace('vlan 13', 'vlan 13  bridge br-tenant'),
      withGuestOn('tenant', host),
    );
    const waits = renamed.steps
      .flatMap(({ impacts }) => impacts)
      .filter(({ kind }) => kind === 'guest-network');
    expect(waits).not.toEqual([]);
    expect(waits.filter((impact) => !('seconds' in impact))).toEqual([]);
    const removed = await planFor(
      text.replace(', tenant', '').replace('{ carries tenant }', ''),
      withGuestOn('tenant', host),
    );
    expect(removed.steps.flatMap(({ impacts }) => impacts)).toContainEqual({
      kind: 'guest-network',
      guest: 'web1',
      network: 'tenant',
    });
  });

  it('changes the MTU of a bond in place, unless NetworkManager has no such section of it yet', async () => {
    const host = await deployed(BONDED);
    const large = BONDED.replace('roles management ', 'roles management  mtu 9000 ');
    const bondOf = (found: readonly string[]): string | undefined =>
      found.map((words) => words.split(' ')).find((words) => words.includes('bond0'))?.[0];
    expect(bondOf(activations(await planFor(large, host)))).toBe('profile-reapply');
    const profiles = host.networkManager.profiles.map((profile) => ({
      ...profile,
      content: profile.device === 'bond0' ? profile.content.replace('[ethernet]\n', '') : profile.content,
    }));
    const old = { ...host, networkManager: { ...host.networkManager, profiles } };
    expect(bondOf(activations(await planFor(large, old)))).toBe('profile-up');
  });

  it('is made anew for a port that lost a VLAN by hand: its controller has it already', async () => {
    const host = await deployed(TRUNK);
    expect(activations(await planFor(TRUNK, host))).toEqual([]);
    const links = host.links.map((link) =>
      link.name === 'eth1' ? { ...link, vlans: link.vlans.filter(({ id }) => id !== 12) } : link,
    );
    const uuid = host.networkManager.profiles.find(({ device }) => device === 'eth1')?.uuid;
    expect(activations(await planFor(TRUNK, { ...host, links }))).toEqual([`profile-up ${uuid} eth1`]);
  });
});

describe('a NAT network that has to start again', () => {
  const SITE_OF = (properties: string): string => `network management { roles management  subnet 10.0.2.0/24 }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nat lab { subnet 192.168.100.0/24  ${properties} }
}
`;
  async function impactsOf(after: string): Promise<readonly unknown[]> {
    const input = await planInput(SITE_OF(''), observed);
    const [network] = input.compiled.artifacts.filter(({ kind }) => kind === 'libvirt-network');
    const { name = '', uuid = '', content: xml = '' } = network ?? {};
    const tap = {
      mac: '52:54:00:00:00:01',
      target: 'vnet0',
      xml: "<interface><source network='lab'/></interface>",
    };
    const host = asDeployed(input);
    const link = {
      ...host.links.find((each) => each.name === 'eth1')!,
      name: 'vnet0',
      kind: 'tun',
      controller: 'virbr-lab',
    };
    const plan = await planFor(after, {
      ...host,
      links: [...host.links, link],
      libvirt: {
        ...host.libvirt,
        networks: [{ name, uuid, xml, liveXml: xml, active: true, autostart: true, persistent: true }],
        domains: [{ uuid: 'u', name: 'web1', running: true, interfaces: [], liveInterfaces: [tap] }],
      },
    });
    expect(plan.work.apply.find(([, verb]) => verb === 'net-replace')?.at(-1)).toMatch(/^virbr-\S+ vnet0$/);
    return plan.steps.flatMap(({ impacts }) => impacts);
  }

  it('takes its guests along, and says how long they wait', async () => {
    expect(await impactsOf(SITE_OF('mtu 1400'))).toEqual([
      { kind: 'guest-network', guest: 'web1', network: 'lab', seconds: 8 },
    ]);
  });

  it('does not say so where their gateway goes: they wait until they ask for another address', async () => {
    const other = SITE_OF('').replace('192.168.100.0', '192.168.77.0');
    expect(await impactsOf(other)).toEqual([{ kind: 'guest-network', guest: 'web1', network: 'lab' }]);
  });
});
