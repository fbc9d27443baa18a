import { describe, expect, it } from 'vitest';
import {
  compareStatus,
  planHost,
  type ObservedHost,
  type ObservedLink,
  type ObservedRoute,
  type Plan,
} from '../../../src/deploy/index.js';
import { remainingDifferences } from '../../../src/deploy/transaction/verify.js';
import { asDeployed, planInput, recordedHost } from '../support/recorded-host.js';

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 {
  number 15
  route 198.51.100.0/24 via 10.0.2.7
  route 203.0.113.9/32 via 10.0.2.7 metric 200
  nic eth0 { carries management  address 2001:db8::15/64  gateway 10.0.2.2, 2001:db8::1 }
  nic eth1  nic eth2  nic eth3
  bond bond0 { ports eth1, eth2  mode active-backup  primary eth1  miimon 100  updelay 250 }
  bridge br0 { ports eth3  stp on  forward-delay 20  max-age 30  address 192.0.2.1/24 }
}
`;

const text = (plan: Plan): readonly string[] =>
  plan.steps.flatMap(({ name, changes }) =>
    changes.map(({ path, before = 'missing', after = 'gone' }) => `${name} ${path}: ${before} → ${after}`),
  );

async function changesAfter(
  happened: (host: ObservedHost) => ObservedHost,
  site = SITE,
): Promise<readonly string[]> {
  const host = asDeployed(await planInput(site, recordedHost()));
  return text(planHost(await planInput(site, happened(host))));
}

const withRoutes = (change: (route: ObservedRoute) => ObservedRoute | undefined) => (host: ObservedHost) => ({
  ...host,
  routes: host.routes.flatMap((route) => change(route) ?? []),
});
const without = (destination: string, family?: 4 | 6): ((host: ObservedHost) => ObservedHost) =>
  withRoutes((route) =>
    route.destination === destination && route.family === (family ?? route.family) ? undefined : route,
  );
const withLink =
  (name: string, change: (link: ObservedLink) => Partial<ObservedLink>) => (host: ObservedHost) => ({
    ...host,
    links: host.links.map((link) => (link.name === name ? { ...link, ...change(link) } : link)),
  });

describe('routes of the running kernel', () => {
  it('are in sync after a deploy', async () => {
    expect(await changesAfter((host) => host)).toEqual([]);
  });

  it.each([
    ['default', 4, 'eth0 route: missing → default via 10.0.2.2'],
    ['default', 6, 'eth0 route: missing → default via 2001:db8::1'],
    ['198.51.100.0/24', 4, 'eth0 route: missing → 198.51.100.0/24 via 10.0.2.7'],
    ['203.0.113.9/32', 4, 'eth0 route: missing → 203.0.113.9/32 via 10.0.2.7 metric 200'],
  ] as const)('are missed: %s of IPv%i', async (destination, family, change) => {
    expect(await changesAfter(without(destination, family))).toEqual([change]);
  });

  it('are missed when they lead elsewhere', async () => {
    const elsewhere = withRoutes((route) =>
      route.destination === 'default' && route.family === 4 ? { ...route, gateway: '10.0.2.99' } : route,
    );
    expect(await changesAfter(elsewhere)).toEqual(['eth0 route: missing → default via 10.0.2.2']);
    expect(await changesAfter(withRoutes((route) => ({ ...route, device: 'eth9' })))).toHaveLength(4);
  });

  it.each<readonly [string, (host: ObservedHost) => ObservedHost]>([
    [
      'NetworkManager has chosen a metric',
      withRoutes((route) => (route.metric === undefined ? { ...route, metric: 425 } : route)),
    ],
    ['somebody else has made the same one', withRoutes((route) => ({ ...route, protocol: 'boot' }))],
    [
      'there are more of them',
      (host) => ({
        ...host,
        routes: [
          ...host.routes,
          { destination: 'default', family: 4, device: 'eth1', gateway: '192.0.2.2', protocol: 'dhcp' },
        ],
      }),
    ],
    [
      'a NIC has no cable',
      (host) => withRoutes(() => undefined)(withLink('eth0', () => ({ carrier: false }))(host)),
    ],
    ['a NIC is down', (host) => withRoutes(() => undefined)(withLink('eth0', () => ({ up: false }))(host))],
  ])('are not missed when %s', async (_what, happened) => {
    expect(await changesAfter(happened)).toEqual([]);
  });

  it('are missed with another metric than the written one', async () => {
    const other = withRoutes((route) => (route.metric === 200 ? { ...route, metric: 100 } : route));
    expect(await changesAfter(other)).toEqual([
      'eth0 route: missing → 203.0.113.9/32 via 10.0.2.7 metric 200',
    ]);
  });

  it('are asked for where an address was learnt, not before', async () => {
    const site = `network management { roles management  subnet 10.0.2.0/24 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1 { dhcp  route 192.0.2.0/24 via 10.9.0.1 } }
`;
    const gone = without('192.0.2.0/24');
    expect(await changesAfter(gone, site)).toEqual([]);
    const leased = withLink('eth1', () => ({ addresses: ['10.9.0.5/24'] }));
    expect(await changesAfter((host) => leased(gone(host)), site)).toEqual([
      'eth1 route: missing → 192.0.2.0/24 via 10.9.0.1',
    ]);
  });

  it('come back by applying the profile once more', async () => {
    const input = await planInput(SITE, recordedHost());
    const host = without('default', 4)(asDeployed(input));
    const { steps, work } = planHost({ ...input, observed: host });
    expect(steps).toMatchObject([{ name: 'eth0', cause: 'drift', impacts: [] }]);
    expect(work.apply.map(([, verb]) => verb)).toContain('profile-reapply');
  });

  it('are drift in the status, with the line that asks for them', async () => {
    const host = without('198.51.100.0/24')(asDeployed(await planInput(SITE, recordedHost())));
    const status = compareStatus(await planInput(SITE, host));
    expect(status).toMatchObject({
      state: 'drift',
      differences: [
        { path: 'route', cause: 'host', running: true, expected: '198.51.100.0/24 via 10.0.2.7' },
      ],
    });
    expect(status.differences[0]?.origin?.range.start.line).toBe(3);
  });

  it('keep a change from being committed', async () => {
    const input = await planInput(SITE, recordedHost());
    const plan = planHost(input);
    const applied = asDeployed(input);
    expect(remainingDifferences(plan, applied)).toEqual([]);
    expect(remainingDifferences(plan, without('default', 4)(applied))).toEqual([
      'keyfile eth0: route is missing, not default via 10.0.2.2',
    ]);
  });
});

describe('options of bonds and bridges in the running kernel', () => {
  const bond =
    (options: Readonly<Record<string, string | undefined>>) =>
    ({ bond: running }: ObservedLink): Partial<ObservedLink> => {
      const all = { ...running?.options, ...options };
      const set = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return { bond: { mode: running?.mode ?? '', options: Object.fromEntries(set) } };
    };
  const bridge =
    (change: Partial<NonNullable<ObservedLink['bridge']>>) =>
    ({ bridge: running }: ObservedLink): Partial<ObservedLink> => ({ bridge: { ...running!, ...change } });

  /** What eth1 is without a cable: no port. */
  const unplugged = (host: ObservedHost): ObservedHost => ({
    ...host,
    links: host.links.map(({ controller, ...link }) =>
      link.name === 'eth1'
        ? { ...link, carrier: false }
        : { ...link, ...(controller !== undefined && { controller }) },
    ),
  });

  it.each([
    ['miimon', bond({ miimon: '50' }), 'bond.miimon: 50 → 100'],
    ['the primary port', bond({ primary: 'eth2' }), 'bond.primary: eth2 → eth1'],
    ['the primary port, to none', bond({ primary: undefined }), 'bond.primary: missing → eth1'],
  ])('drift: %s', async (_what, change, expected) => {
    expect(await changesAfter(withLink('bond0', change))).toContain(`bond0 ${expected}`);
  });

  it.each<readonly [string, (host: ObservedHost) => ObservedHost]>([
    ['a delay is rounded to turns of the monitor', withLink('bond0', bond({ updelay: '200' }))],
    ['the kernel shows an option that the text does not have', withLink('bond0', bond({ min_links: '0' }))],
    ['iproute2 does not know an option', withLink('bond0', bond({ updelay: undefined }))],
    [
      'the primary port has no cable and is no port',
      (host) => ({
        ...unplugged(withLink('bond0', bond({ primary: undefined }))(host)),
        networkManager: {
          ...host.networkManager,
          profiles: host.networkManager.profiles.map(({ device, ...profile }) =>
            device === undefined || device === 'eth1' ? profile : { ...profile, device },
          ),
        },
      }),
    ],
    [
      'another bridge is the root and has its own times',
      withLink('br0', bridge({ forwardDelay: 15, maxAge: 20, followsRoot: true })),
    ],
    ['spanning tree forgets addresses sooner', withLink('br0', bridge({ ageingTime: 30 }))],
  ])('are no drift when %s', async (_what, happened) => {
    expect(await changesAfter(happened)).toEqual([]);
  });

  it('drift: the times of a bridge that is the root, and spanning tree itself', async () => {
    const after = (change: Partial<NonNullable<ObservedLink['bridge']>>): Promise<readonly string[]> =>
      changesAfter(withLink('br0', bridge(change)));
    expect(await after({ forwardDelay: 15 })).toEqual(['br0 bridge.forward-delay: 15 → 20']);
    expect(await after({ maxAge: 20 })).toEqual(['br0 bridge.max-age: 20 → 30']);
    expect(await after({ stp: false, forwardDelay: 15 })).toEqual(['br0 bridge.stp: false → true']);
  });

  it.each([
    ['miimon 100', { miimon: '50' }, 'profile-reapply'],
    // The kernel takes it from a bond that is down only.
    ['mode 802.3ad  lacp-rate fast', { lacp_rate: 'slow' }, 'profile-up'],
  ])('are put right as NetworkManager can: %s', async (properties, options, verb) => {
    const site = `network management { roles management  subnet 10.0.2.0/24 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1  nic eth2  bond bond0 { ports eth1, eth2  ${properties} } }
`;
    const host = asDeployed(await planInput(site, recordedHost()));
    const { work } = planHost(await planInput(site, withLink('bond0', bond(options))(host)));
    expect(work.apply.map(([, first]) => first)).toContain(verb);
  });

  it('drift: a VLAN device that leaves the order of headers alone', async () => {
    const site = `network management { roles management  subnet 10.0.2.0/24 }
network backup { vlan 13  subnet 10.13.0.0/24 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1 { carries backup } }
`;
    const reorders = (vlanReorders: boolean) => withLink('eth1.13', () => ({ vlanReorders }));
    expect(await changesAfter(reorders(true), site)).toEqual([]);
    expect(await changesAfter(reorders(false), site)).toEqual(['eth1.13 vlan.flags: 0 → 1']);
  });
});

describe('what ip and bridge print', () => {
  const LINK = '{"ifname":"NAME","flags":["UP","LOWER_UP"],"mtu":1500,"linkinfo":INFO,"addr_info":[]},';
  const linkOf = (kind: string, data: string): ObservedLink | undefined => {
    const info = `{"info_kind":"${kind}","info_data":${data}}`;
    const line = LINK.replace('NAME', 'x0').replace('INFO', info);
    return recordedHost((recorded) => recorded.replace('[{"ifindex":1,', `[${line}{"ifindex":1,`)).links.find(
      ({ name }) => name === 'x0',
    );
  };

  it('is read: options of a bond by the names of the kernel, without what comes and goes', () => {
    const data =
      '{"mode":"802.3ad","miimon":100,"arp_ip_target":["192.0.2.1","192.0.2.2"],"arp_validate":null,"active_slave":"eth1","ad_lacp_rate":"fast","ad_info":{"partner_mac":"00:00:00:00:00:00"}}';
    expect(linkOf('bond', data)?.bond).toEqual({
      mode: '802.3ad',
      options: { miimon: '100', arp_ip_target: '192.0.2.1,192.0.2.2', lacp_rate: 'fast' },
    });
  });

  it('is read: a bridge whose root is elsewhere, and one that is the root', () => {
    const data = (port: number): string =>
      `{"forward_delay":2000,"hello_time":200,"max_age":3000,"ageing_time":30000,"stp_state":1,"priority":4096,"vlan_filtering":0,"root_port":${port},"mcast_snooping":1}`;
    const common = { vlanFiltering: false, stp: true, forwardDelay: 20, priority: 4096, helloTime: 2 };
    const own = { ...common, maxAge: 30, ageingTime: 300, multicastSnooping: true };
    expect(linkOf('bridge', data(0))?.bridge).toEqual(own);
    expect(linkOf('bridge', data(1))?.bridge).toEqual({ ...own, followsRoot: true });
  });

  it('is read: flags of a VLAN', () => {
    expect(linkOf('vlan', '{"protocol":"802.1Q","id":13,"flags":["REORDER_HDR"]}')).toMatchObject({
      vlanId: 13,
      vlanReorders: true,
    });
    expect(linkOf('vlan', '{"protocol":"802.1Q","id":13,"flags":[]}')).toMatchObject({ vlanReorders: false });
  });

  it('is read: routes to one address, and by several ways', () => {
    const routes = JSON.stringify([
      { dst: '203.0.113.9', gateway: '10.0.2.7', dev: 'eth0', protocol: 'static', metric: 200, flags: [] },
      {
        dst: 'default',
        protocol: 'static',
        metric: 100,
        nexthops: [
          { gateway: '10.0.2.2', dev: 'eth0', weight: 1 },
          { gateway: '10.0.2.3', dev: 'eth1', weight: 1 },
        ],
      },
    ]);
    const { routes: read } = recordedHost((recorded) =>
      recorded.replace(/@ routes-4\n.*\n/, `@ routes-4\n ${routes}\n`),
    );
    const common = { family: 4, protocol: 'static' };
    expect(read).toEqual([
      { ...common, destination: '203.0.113.9/32', device: 'eth0', gateway: '10.0.2.7', metric: 200 },
      { ...common, destination: 'default', device: 'eth0', gateway: '10.0.2.2', metric: 100 },
      { ...common, destination: 'default', device: 'eth1', gateway: '10.0.2.3', metric: 100 },
    ]);
  });
});
