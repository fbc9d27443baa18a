import { describe, expect, it } from 'vitest';
import { compareStatus, planHost, type ObservedHost, type Plan } from '../../../src/deploy/index.js';
import { asDeployed, planInput, recordedHost } from '../support/recorded-host.js';

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1 { address 192.0.2.1/24 } }
`;
const observed = recordedHost();

const planFor = async (host: ObservedHost, text = SITE): Promise<Plan> =>
  planHost(await planInput(text, host));

type Found = Partial<ObservedHost['networkManager']>;
const withNetworkManager = (found: Found): ObservedHost => ({
  ...observed,
  networkManager: { ...observed.networkManager, ...found },
});

describe('a plan is refused', () => {
  it('by nothing on a host as it should be', async () => {
    const plan = await planFor(observed);
    expect([plan.refusals, plan.notices]).toEqual([[], []]);
  });

  it('where NetworkManager does not run', async () => {
    const { profiles, shadowed, checkpoints, unmanaged } = observed.networkManager;
    const { refusals } = await planFor({
      ...observed,
      networkManager: { profiles, shadowed, checkpoints, unmanaged },
    });
    expect(refusals).toContainEqual({
      code: 'network-manager-not-running',
      message: 'NetworkManager does not run on kvm1.',
      nextStep: expect.stringContaining('systemctl enable --now NetworkManager') as string,
      forceable: false,
    });
  });

  it('while another tool has a checkpoint open; the host has not drifted for that', async () => {
    const host = withNetworkManager({ checkpoints: 1 });
    expect((await planFor(host)).refusals).toMatchObject([{ code: 'checkpoint', forceable: false }]);
    const deployed = asDeployed(await planInput(SITE, observed));
    const locked = { ...deployed, networkManager: { ...deployed.networkManager, checkpoints: 1 } };
    expect(compareStatus(await planInput(SITE, locked))).toMatchObject({ state: 'in-sync', problems: [] });
  });

  it('by the lock alone, while the checkpoint is that of the transaction that has it', async () => {
    const pending = { token: 't', owner: 'bob@desk', stale: false, secondsLeft: 40 };
    const { refusals } = await planFor({ ...withNetworkManager({ checkpoints: 1 }), pending });
    expect(refusals.map(({ code }) => code)).toEqual(['locked']);
  });

  it('where NetworkManager is told to leave a NIC alone that the text needs', async () => {
    const { refusals } = await planFor(withNetworkManager({ unmanaged: ['eth1', 'eth4'] }));
    expect(refusals).toMatchObject([
      { code: 'nic-unmanaged', message: 'NetworkManager on kvm1 is told to leave eth1 alone.' },
    ]);
    expect((await planFor(withNetworkManager({ unmanaged: ['eth4'] }))).refusals).toEqual([]);
  });

  it.each([
    ['/usr/lib/NetworkManager/system-connections/eth1.nmconnection', true],
    ['/run/NetworkManager/system-connections/netplan-eth1.nmconnection', true],
    ['', true],
    ['/etc/NetworkManager/system-connections/eth1.nmconnection', false],
  ])('where another program has written the profile of a NIC: %j', async (path, refused) => {
    const content = '[connection]\nid=theirs\ntype=ethernet\ninterface-name=eth1\n';
    const theirs = { uuid: 'b5d1a6a2-0000-4000-8000-000000000001', path, content, generated: false };
    const plan = await planFor(
      withNetworkManager({ profiles: [...observed.networkManager.profiles, { ...theirs, device: 'eth1' }] }),
    );
    expect(plan.refusals.map(({ code }) => code)).toEqual(refused ? ['take-over-impossible'] : []);
    if (refused) expect(plan.refusals[0]?.message).toContain(path || '(unknown)');
    const taken = plan.steps.some(({ action, name }) => action === 'take-over' && name === 'theirs');
    expect(taken).toBe(!refused);
  });
});

describe('a plan notes', () => {
  it('a NIC without a cable, which is neither a refusal nor drift', async () => {
    const pulled = (host: ObservedHost): ObservedHost => ({
      ...host,
      links: host.links.map((link) => (link.name === 'eth1' ? { ...link, carrier: false } : link)),
    });
    const plan = await planFor(pulled(observed));
    expect(plan.refusals).toEqual([]);
    expect(plan.notices).toMatchObject([
      {
        code: 'no-carrier',
        message: 'eth1 has no carrier: its profile starts when the cable is plugged.',
        origin: { range: { start: { line: 1 } } },
      },
    ]);
    const deployed = pulled(asDeployed(await planInput(SITE, observed)));
    expect(compareStatus(await planInput(SITE, deployed)).state).toBe('in-sync');
  });

  it('an address that somebody else has given a device, where the device is activated again', async () => {
    const deployed = asDeployed(await planInput(SITE, observed));
    const floating: ObservedHost = {
      ...deployed,
      links: deployed.links.map((link) =>
        link.name === 'eth1' ? { ...link, addresses: [...link.addresses, '192.0.2.99/24'] } : link,
      ),
    };
    expect((await planFor(floating)).notices).toEqual([]);
    const again = SITE.replace(
      'nic eth1 { address 192.0.2.1/24 }',
      'nic eth1  bond b { ports eth1  address 192.0.2.1/24 }',
    );
    const { notices } = await planFor(floating, again);
    expect(notices).toMatchObject([{ code: 'foreign-address' }]);
    expect(notices[0]?.message).toContain(
      'eth1 is activated again and loses 192.0.2.99/24, which no profile',
    );
    expect((await planFor(deployed, again)).notices).toEqual([]);
    // What NetworkManager has learnt, or makes up for those that it shares its network with, is its own.
    for (const method of ['auto', 'shared']) {
      const profiles = floating.networkManager.profiles.map((profile) => ({
        ...profile,
        ...(profile.device === 'eth1' && {
          content: profile.content.replace('method=manual', `method=${method}`),
        }),
      }));
      const learnt = { ...floating, networkManager: { ...floating.networkManager, profiles } };
      expect((await planFor(learnt, again)).notices).toEqual([]);
    }
    // Reapplying leaves what is not NetworkManager's own.
    const added = SITE.replace('192.0.2.1/24', '192.0.2.1/24, 192.0.2.5/24');
    expect((await planFor(floating, added)).notices).toEqual([]);
  });

  it('what the text says and no file of the host can', async () => {
    const text = `network management { roles management  subnet 10.0.2.0/24 }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1
  bridge br0 { port eth1 { isolated } }
}
`;
    expect((await planFor(observed, text)).notices).toMatchObject([
      { code: 'left-out', message: expect.stringContaining('eth1 is not isolated') as string },
    ]);
    expect((await planFor(observed, text.replace('{ isolated }', ''))).notices).toEqual([]);
  });

  const GUEST = (site: string): string => `network management { roles management  subnet 10.0.2.0/24 }
network tenant { roles vm }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1
  bridge br1 { ports eth1  network tenant }
}
host kvm2 { number 16  nic eth0 { carries management }  nic eth1  bridge br1 { ports eth1  network tenant } }
${site}`;

  it('that a guest of a pool may be on another host, and that one of this host is missing', async () => {
    const pool = 'pool lab { hosts kvm1, kvm2 }\n';
    expect(
      (await planFor(observed, GUEST(`${pool}guest db1 in lab { nic { network tenant } }\n`))).notices,
    ).toMatchObject([
      {
        code: 'guest-not-defined',
        message:
          'db1 is not on kvm1: it may be on another host of pool lab. Should it come here, deploy this host again.',
      },
    ]);
    expect(
      (await planFor(observed, GUEST('guest db1 on kvm1 { nic { network tenant } }\n'))).notices,
    ).toMatchObject([{ message: expect.stringContaining('db1 is not defined on kvm1') as string }]);
  });

  it('once that a guest that is shut off has its NICs at its next start', async () => {
    const text = GUEST('guest web1 on kvm1 { nic { network tenant }  nic { network tenant } }\n');
    const { notices, steps } = await planFor(observed, text);
    expect(steps.filter(({ kind }) => kind === 'guest-interface')).toHaveLength(2);
    expect(notices).toMatchObject([
      {
        code: 'guest-shut-off',
        message: 'web1 is shut off: its NICs are configured now, and are so at its next start.',
      },
    ]);
    const domains = observed.libvirt.domains.map((domain) => ({
      ...domain,
      running: true,
      liveInterfaces: [],
    }));
    const running = { ...observed, libvirt: { ...observed.libvirt, domains } };
    expect((await planFor(running, text)).notices).toEqual([]);
  });
});
