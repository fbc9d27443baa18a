import { describe, expect, test } from 'vitest';
import { deviceId, failureOutcome, hostId, indexNetwork, lanId, networkId } from '../../src/model/index.js';
import type { BondOutcome, FailureOutcome, Network } from '../../src/model/index.js';
import { RACK_NETWORKS, rackSite as bareRack } from '../topology/rack.js';
import { bond, bridge, guest, host, nic, site, vlan } from '../topology/site.js';

/** The rack, its firewall with the VLANs that lowering gives a NIC in a trunk. */
function rackSite(): Network {
  const network = bareRack();
  return {
    ...network,
    guests: network.guests.map((own) => ({
      ...own,
      nics: own.nics.map((one) =>
        one.attachment.name === 'edge'
          ? { ...one, trunk: { value: [{ first: 100, last: 110 }], origin: one.places.name } }
          : one,
      ),
    })),
  };
}

const outcome = (network: Network, ...failed: string[]): FailureOutcome =>
  failureOutcome(indexNetwork(network), failed);

const on = (device: string): string => deviceId('kvm1', device);

const bondsOf = ({ bonds }: FailureOutcome): readonly string[] =>
  bonds.map((one: BondOutcome) => `${one.bond.name} ${one.kind}`);

const lossesOf = ({ guests }: FailureOutcome): readonly string[] =>
  guests.map(
    ({ guest: { name }, nic: { attachment }, isEverywhere }) =>
      `${name} ${attachment.name}${isEverywhere ? '' : ' on some'}`,
  );

describe('what happens when something fails', () => {
  test('an active-backup bond fails over to its other port, and nobody loses anything', () => {
    const result = outcome(rackSite(), on('eth0'));
    expect(result.bonds).toMatchObject([{ kind: 'fails-over', from: on('eth0'), to: on('eth1') }]);
    expect(result.guests).toEqual([]);
    expect(result.hosts).toEqual([]);
    expect(result.cut).toEqual([on('eth0')]);
  });

  test('a port that only waited leaves the bond without anything to fall back to', () => {
    expect(bondsOf(outcome(rackSite(), on('eth1')))).toEqual(['bond0 standby-lost']);
  });

  test('without a primary nobody knows which port carried', () => {
    const network = site({
      hosts: [
        host('kvm1', [
          nic('kvm1', 'a', { controller: 'b' }),
          nic('kvm1', 'c', { controller: 'b' }),
          bond('kvm1', 'b', 'active-backup', ['a', 'c']),
        ]),
      ],
    });
    const [only] = outcome(network, on('a')).bonds;
    expect(only).toMatchObject({ kind: 'fails-over', to: on('c') });
    expect(only).not.toHaveProperty('from');
  });

  test('all links of a bond take every network on it along, on that host only', () => {
    const result = outcome(rackSite(), on('eth0'), on('eth1'));
    expect(bondsOf(result)).toEqual(['bond0 no-link']);
    expect(result.hosts.map(({ host: { name }, network }) => `${name} ${network}`)).toEqual([
      `kvm1 ${networkId('management')}`,
      `kvm1 ${networkId('heartbeat')}`,
      `kvm1 ${networkId('migrate')}`,
      `kvm1 ${networkId('tenant')}`,
    ]);
    expect(lossesOf(result)).toEqual(['web1 tenant', 'db1 tenant on some']);
    expect(result.cut).toEqual(expect.arrayContaining([on('bond0'), on('bond0.13'), on('tenant')]));
    expect(result.cut).not.toContain(on('br-edge'));
  });

  test('the switch behind a bond is as all of its links', () => {
    const result = outcome(rackSite(), lanId(on('bond0')));
    expect(bondsOf(result)).toEqual(['bond0 no-link']);
    expect(lossesOf(result)).toContain('web1 tenant');
  });

  test('an 802.3ad bond carries on with the links that are left, if they are enough', () => {
    expect(bondsOf(outcome(rackSite(), on('eth2')))).toEqual(['bond1 reduced']);
    const network = rackSite();
    const strict: Network = {
      ...network,
      hosts: network.hosts.map((own) => ({
        ...own,
        devices: own.devices.map((device) =>
          device.kind === 'bond' && device.mode.value === '802.3ad'
            ? { ...device, options: { minLinks: { value: 2, origin: device.places.name } } }
            : device,
        ),
      })),
    };
    const result = outcome(strict, on('eth2'));
    expect(result.bonds).toMatchObject([{ kind: 'below-min-links', left: 1, least: 2 }]);
    expect(lossesOf(result)).toEqual(['web1 edge']);
  });

  test('the last member of a pool’s hosts takes the network from the pool’s guests', () => {
    const both = [lanId(on('bond0')), lanId(deviceId('kvm2', 'bond0'))];
    expect(lossesOf(outcome(rackSite(), ...both))).toEqual(['web1 tenant', 'db1 tenant']);
  });

  test('a VLAN device takes its network along and nothing else', () => {
    const result = outcome(rackSite(), on('bond0.11'));
    expect(result.hosts).toMatchObject([{ network: networkId('heartbeat') }]);
    expect(result.bonds).toEqual([]);
    expect(result.guests).toEqual([]);
  });

  test('a host takes everything along', () => {
    const result = outcome(rackSite(), hostId('kvm1'));
    expect(lossesOf(result)).toEqual(['web1 tenant', 'web1 edge', 'db1 tenant on some']);
    expect(result.hosts).toHaveLength(5);
  });

  test('a second uplink of a VLAN-aware bridge keeps only the VLANs that it trunks', () => {
    const aware = bridge('kvm1', 'br0', ['eth0', 'eth1'], { vlanAware: true });
    const origin = aware.places.name;
    const [first, second] = aware.ports;
    const hosts = [
      host('kvm1', [
        nic('kvm1', 'eth0', { controller: 'br0' }),
        nic('kvm1', 'eth1', { controller: 'br0' }),
        { ...aware, ports: [first!, { ...second!, trunk: { value: [{ first: 300, last: 300 }], origin } }] },
      ]),
    ];
    const withVlan = (name: string, id: number) => {
      const own = guest(name, { on: 'kvm1' }, ['/br0']);
      return { ...own, nics: own.nics.map((one) => ({ ...one, vlan: { value: id, origin } })) };
    };
    const network = site({
      networks: RACK_NETWORKS,
      hosts,
      guests: [withVlan('a', 100), withVlan('b', 300)],
    });
    expect(lossesOf(outcome(network, on('eth0')))).toEqual(['a br0']);
    expect(lossesOf(outcome(network, on('eth1')))).toEqual([]);
  });

  test('networks behind NAT leave by the default route, and isolated ones have nothing to lose', () => {
    const network = rackSite();
    const result = outcome(network, hostId('kvm1'));
    expect(lossesOf(result)).not.toContain('web1 back');
  });

  test('what does not exist, and circles of a site with errors, do no harm', () => {
    const looped = site({ hosts: [host('kvm1', [vlan('kvm1', 'a', 'b', 1), vlan('kvm1', 'b', 'a', 2)])] });
    expect(outcome(looped, on('a'), 'host/none', 'nonsense')).toMatchObject({ failed: [on('a')], cut: [] });
  });
});
