import { describe, expect, it } from 'vitest';
import {
  applyPlan,
  planHost,
  shortestWindow,
  type HostSession,
  type Impact,
  type ObservedHost,
  type Plan,
} from '../../../src/deploy/index.js';
import { failure } from '../../../src/deploy/failure.js';
import { asDeployed, planInput, recordedHost } from '../support/recorded-host.js';

const observed = recordedHost();
const planFor = async (text: string, host: ObservedHost = observed): Promise<Plan> =>
  planHost(await planInput(text, host));

const MANAGEMENT = 'network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }\n';
const bridged = (properties: string): string => `${MANAGEMENT}host kvm1 {
  number 15
  nic eth0
  bridge br0 { ports eth0  network management  ${properties} }
}
`;
const bonded = (properties: string): string => `${MANAGEMENT}host kvm1 {
  number 15
  nic eth0  nic eth1
  bond bond0 { ports eth0, eth1  carries management  ${properties} }
}
`;
const WITH_LEASE = `network management { roles management }
host kvm1 { nic eth0  bridge br0 { ports eth0  network management  dhcp } }
`;

const silenceOf = ({ steps }: Plan): number =>
  Math.max(
    0,
    ...steps.flatMap(({ impacts }) =>
      impacts.flatMap((impact) => (impact.kind === 'carries-connection' ? [impact.seconds] : [])),
    ),
  );

/** How many seconds more than the same plan without anything that is silent. */
async function more(text: string, than: string): Promise<readonly number[]> {
  const [slow, quick] = [await planFor(text), await planFor(than)];
  return [
    silenceOf(slow) - silenceOf(quick),
    shortestWindow(slow) - shortestWindow(quick),
    slow.window - 2 * slow.steps.length - (quick.window - 2 * quick.steps.length),
  ];
}

describe('the way of this connection onto a new controller', () => {
  const [PLAIN, BOND] = [bridged(''), bonded('mode active-backup')];

  it.each([
    ['a bridge with spanning tree listens and learns', bridged('stp on'), PLAIN, 30],
    ['for its own forward delay', bridged('stp on  forward-delay 30  max-age 40'), PLAIN, 60],
    ['one without spanning tree does not', bridged('forward-delay 30'), PLAIN, 0],
    ['LACP with a slow partner', bonded('mode 802.3ad  lacp-rate slow'), BOND, 90],
    ['slow is what a bond is that says nothing', bonded('mode 802.3ad'), BOND, 90],
    ['LACP with a fast one', bonded('mode 802.3ad  lacp-rate fast'), BOND, 5],
  ])('is silent as long as it takes: %s', async (_what, text, than, seconds) => {
    expect(await more(text, than)).toEqual([seconds, seconds, seconds]);
  });

  it('waits for a lease where it learns its address, and only there', async () => {
    expect(shortestWindow(await planFor(WITH_LEASE))).toBe(30 + 2 + 45);
    expect(shortestWindow(await planFor(PLAIN))).toBe(30 + 2);
  });

  it('needs one after the other: LACP, spanning tree', async () => {
    const text = `${MANAGEMENT}host kvm1 {
  number 15
  nic eth0  nic eth1
  bond bond0 { ports eth0, eth1  mode 802.3ad }
  bridge br0 { ports bond0  network management  stp on }
}
`;
    expect(silenceOf(await planFor(text))).toBe(2 + 90 + 30);
  });

  it('counts on another NIC than the one that is left', async () => {
    const before = `${MANAGEMENT}host kvm1 { number 15  nic eth0 { carries management }  nic eth1 { none } }\n`;
    const after = `${MANAGEMENT}host kvm1 {
  number 15
  nic eth0 { none }  nic eth1
  bridge br0 { ports eth1  network management  stp on }
}
`;
    const plan = await planFor(after, asDeployed(await planInput(before, observed)));
    expect(plan.management).toMatchObject({ after: ['br0', 'eth1'], silence: 30 });
    expect(shortestWindow(plan)).toBe(60);
    expect(plan.window).toBeGreaterThanOrEqual(150);
  });

  it('has no silence of a bridge that goes on as it is', async () => {
    const text = bridged('stp on');
    const host = asDeployed(await planInput(text, observed));
    const plan = await planFor(text.replace('nic eth0', 'nic eth0  nic eth1 { address 192.0.2.1/24 }'), {
      ...host,
      session: { ...host.session!, device: 'br0' },
    });
    expect(plan.steps.map(({ name }) => name)).toEqual(['eth1']);
    expect(plan.management.silence).toBeUndefined();
    expect([shortestWindow(plan), plan.window]).toEqual([30, 62]);
  });
});

describe('a guest below a bridge with spanning tree', () => {
  const SITE = (stp: string): string => `${MANAGEMENT}network tenant { roles vm }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1
  bridge br1 { ports eth1  network tenant  ${stp} }
}
`;
  async function silenceWhen(before: string, after: string): Promise<readonly Impact[]> {
    const host = asDeployed(await planInput(before, observed));
    const nic = host.links.find(({ name }) => name === 'eth1')!;
    const tap = {
      mac: '52:54:00:00:00:01',
      target: 'vnet0',
      xml: "<interface><source network='tenant'/></interface>",
    };
    const { steps } = await planFor(after, {
      ...host,
      links: [...host.links, { ...nic, name: 'vnet0', kind: 'tun', controller: 'br1' }],
      libvirt: {
        ...host.libvirt,
        domains: [{ uuid: 'u', name: 'web1', running: true, interfaces: [], liveInterfaces: [tap] }],
      },
    });
    return steps.flatMap(({ impacts }) => impacts.filter(({ kind }) => kind === 'guest-network'));
  }
  const moved = (site: string): string => site.replace('bridge br1 {', 'bridge br1 { mac 02:00:00:00:00:09 ');

  it('is silent for as long as the bridge listens and learns when that is made anew', async () => {
    expect(await silenceWhen(SITE('stp off'), moved(SITE('stp on  forward-delay 20')))).toMatchObject([
      { guest: 'web1', seconds: 5 + 40 },
    ]);
  });

  it('is not where spanning tree goes', async () => {
    expect(await silenceWhen(SITE('stp off'), moved(SITE('stp off')))).toMatchObject([{ seconds: 5 }]);
  });
});

describe('a guest that moves to another bridge while it runs', () => {
  const SITE = (network: string, stp: string): string => `${MANAGEMENT}network one { roles vm }
network two { roles vm }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1  nic eth2
  bridge br1 { ports eth1  network one }
  bridge br2 { ports eth2  network two  ${stp} }
}
guest web1 on kvm1 { nic { network ${network}  mac 52:54:00:00:00:01 } }
`;
  async function impactsOf(stp: string): Promise<readonly Impact[]> {
    const before = await planInput(SITE('one', stp), observed);
    const xml = before.compiled.artifacts.find(({ kind }) => kind === 'guest-interface')?.content ?? '';
    const nic = { mac: '52:54:00:00:00:01', target: 'vnet0', xml };
    const host = asDeployed(before);
    const plan = await planFor(SITE('two', stp), {
      ...host,
      libvirt: {
        ...host.libvirt,
        domains: [{ uuid: 'u', name: 'web1', running: true, interfaces: [nic], liveInterfaces: [nic] }],
      },
    });
    const step = plan.steps.find(({ kind, action }) => kind === 'guest-interface' && action === 'change');
    expect(step).toBeDefined();
    return step?.impacts ?? [];
  }

  it('is silent when that one has spanning tree', async () => {
    expect(await impactsOf('stp on')).toMatchObject([{ kind: 'guest-network', guest: 'web1', seconds: 30 }]);
  });

  it('is not when it has none', async () => {
    expect(await impactsOf('stp off')).toEqual([]);
  });
});

describe('a window that a person asks for', () => {
  /** Nobody may be asked before the window is looked at. */
  const session: HostSession = {
    host: 'kvm1',
    run: () => Promise.resolve(failure('connection-lost', 'It broke.', '')),
    reconnect: () => Promise.reject(new Error('not asked for')),
    close: () => undefined,
  };
  const codeOf = async (text: string, window: number): Promise<string> => {
    const applied = await applyPlan({ plan: await planFor(text), session, author: 'alice@desk', window });
    return applied.ok ? applied.value.kind : applied.failure.code;
  };

  it('is refused when it ends while the way is still silent, with what to do', async () => {
    const plan = await planFor(bridged('stp on'));
    const applied = await applyPlan({ plan, session, author: 'alice@desk', window: 40 });
    expect(applied).toMatchObject({
      failure: {
        code: 'window-too-short',
        message:
          'A window of 40 s is too short: kvm1 needs at least 62 s to be changed and proved: nothing is heard of it for about 32 s meanwhile (spanning tree, 802.3ad, DHCP).',
        nextStep: `Leave it to the plan, which asks for ${plan.window} s, or give at least 62 s (--window, kvmnet.deploy.window).`,
      },
    });
  });

  it.each([
    [bridged('stp on'), 61, 'window-too-short'],
    [bridged('stp on'), 62, 'connection-lost'],
    [bridged('stp off'), 40, 'connection-lost'],
  ])('%# is taken when it is long enough', async (text, window, code) => {
    expect(await codeOf(text, window)).toBe(code);
  });
});
