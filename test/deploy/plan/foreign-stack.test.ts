import { describe, expect, it } from 'vitest';
import { planHost, type ObservedHost, type ObservedLink } from '../../../src/deploy/index.js';
import { asDeployed, planInput, recordedHost } from '../support/recorded-host.js';

const observed = recordedHost();
const device = (name: string, kind: string, more: Partial<ObservedLink> = {}): ObservedLink => ({
  name,
  kind,
  mtu: 1500,
  up: true,
  carrier: true,
  addresses: [],
  vlans: [],
  ...more,
});
const hostWith = (
  links: readonly ObservedLink[],
  controllers: Readonly<Record<string, string>> = {},
): ObservedHost => ({
  ...observed,
  links: [
    ...observed.links.map((link) => {
      const controller = controllers[link.name];
      return controller === undefined ? link : { ...link, controller };
    }),
    ...links,
  ],
});
const refusals = async (site: string, host: ObservedHost): Promise<readonly string[]> => {
  const plan = planHost(await planInput(site, host));
  return plan.refusals.flatMap(({ code, message }) => (code === 'foreign-device' ? [message] : []));
};

const BRIDGE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1  bridge br-lan { ports eth1 } }
`;
const BOND = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network stor { roles storage  vlan 10  subnet 10.10.0.0/24 }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1  nic eth2
  bond bond0 { ports eth1, eth2  carries stor }
}
`;
const VLAN = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1  vlan stor { on eth1  id 10 } }
`;

describe("somebody else's device above what the text takes", () => {
  it('is a bridge that would be left without a port, and go on with its address', async () => {
    const br0 = device('br0', 'bridge', { addresses: ['192.0.2.10/24', 'fe80::1/64'] });
    const guest = device('vnet0', 'tun', { controller: 'br0' });
    expect(await refusals(BRIDGE, hostWith([br0, guest], { eth1: 'br0' }))).toEqual([
      "br0 (192.0.2.10/24) on kvm1 is somebody else's and loses its last port eth1 to the text, with a guest on it.",
    ]);
  });

  it('is no matter when it keeps a port, or is described itself', async () => {
    const br0 = device('br0', 'bridge');
    expect(await refusals(BRIDGE, hostWith([br0], { eth1: 'br0', eth2: 'br0' }))).toEqual([]);
    const named = BRIDGE.replace('br-lan', 'br0');
    expect(await refusals(named, hostWith([br0], { eth1: 'br0' }))).toEqual([]);
  });

  it('is a VLAN on a NIC that becomes a port', async () => {
    const vlan = device('eth1.10', 'vlan', { parent: 'eth1', vlanId: 10 });
    expect(await refusals(BOND, hostWith([vlan]))).toEqual([
      expect.stringContaining(
        'stands on eth1, which becomes a port of bond0: it would take frames of VLAN 10',
      ),
    ]);
    expect(
      await refusals(BOND, hostWith([device('eth3.10', 'vlan', { parent: 'eth3', vlanId: 10 })])),
    ).toEqual([]);
  });

  it('is a VLAN of the same id', async () => {
    const vlan = device('vlan10', 'vlan', { parent: 'eth1', vlanId: 10 });
    expect(await refusals(VLAN, hostWith([vlan]))).toEqual([
      expect.stringContaining('has VLAN 10 of eth1 already, which the text gives to stor'),
    ]);
    const other = device('vlan11', 'vlan', { parent: 'eth1', vlanId: 11 });
    expect(await refusals(VLAN, hostWith([other]))).toEqual([]);
  });

  it('is never one that a former generation has made', async () => {
    const host = asDeployed(await planInput(VLAN, hostWith([])));
    const renamed = VLAN.replace('vlan stor', 'vlan disks');
    expect(await refusals(renamed, host)).toEqual([]);
  });
});
