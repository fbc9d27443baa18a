import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../scripts/repository.js';
import { type Host, indexNetwork, type Network } from '../../src/model/index.js';
import { checkNetwork, createRuleCache, type Rule, RULES } from '../../src/rules/index.js';
import { siteOf } from './support/check-source.js';
import { mutateNetwork, mutation } from './support/mutate-network.js';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

/** Everything that the language has, so that every rule finds something to look at. */
const RICH = `
network management { roles management  subnet 10.11.10.0/24, 2001:db8:10::/64  gateway 10.11.10.1  zone trusted }
network heartbeat { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network migrate { roles migration  vlan 12  subnet 10.11.12.0/24  mtu 9000 }
network storage { roles storage  vlan 20  subnet 10.11.20.0/24  route 10.30.0.0/16 via 10.11.20.1 }
network tenant { roles vm  vlan 13  zone tenants }
network edge { roles vm  vlans 100-199, 300 }
zone tenants { target DROP  services ssh  masquerade no }
profile compute {
  nic eth0  nic eth1  nic eth2  nic eth3
  bond bond0 { ports eth0, eth1  mode active-backup  primary eth0  carries management, heartbeat, migrate, tenant }
  bond bond1 { ports eth2, eth3  mode 802.3ad  lacp-rate fast  hash layer3+4  min-links 1  mtu 9000 }
  vlan stor { on bond1  network storage }
  bridge br-edge { network edge  vlan-aware  stp on  forward-delay 15 s  max-age 20 s  port bond1 { trunk 100-199  native 100 } }
}
host kvm1 is compute {
  ssh root@10.11.10.22
  number 22
  nic eth0 { mac 00:21:28:aa:bb:01 }
  route 10.20.0.0/16 via 10.11.10.254 metric 200
  nat lab {
    subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200
    lease 52:54:00:00:00:01 192.168.100.5 web1
    forward 2222/tcp to web1:22
  }
  isolated back { subnet 192.168.50.0/24  host-access no }
}
host kvm2 is compute { number 23  via kvm1 }
pool rack1 { hosts kvm1, kvm2 }
guest web1 on kvm1 {
  vcpus 4 pin 2-5
  nic { network tenant  queues auto  bandwidth in 1 Gbit/s out 500 Mbit/s }
  nic { network edge  trunk 100-110  native 100  filter clean-traffic }
  nic { network lab  mac 52:54:00:00:00:01  mtu 1400  boot 1 }
}
guest db1 in rack1 { vcpus 2  nic { network tenant  model e1000 }  nic { bridge br-edge  vlan 150 } }
`;

const findingsOf = (network: Network) => checkNetwork(indexNetwork(network));

describe('checkNetwork', () => {
  let sites: readonly Network[];
  beforeAll(async () => {
    const loaded = await Promise.all([
      siteOf({ 'rich.kvmnet': RICH }),
      siteOf({ 'lab.kvmnet': read('examples/lab/lab.kvmnet') }),
    ]);
    sites = loaded.map(({ network }) => network);
  });

  it('never throws, whatever the network', () => {
    const arbitrary = fc.tuple(fc.nat({ max: 1 }), fc.array(mutation, { minLength: 1, maxLength: 25 }));
    fc.assert(
      fc.property(arbitrary, ([which, mutations]) => {
        const network = sites[which];
        if (network) findingsOf(mutateNetwork(network, mutations));
      }),
      { numRuns: 1000 },
    );
  }, 120_000);

  it('finds with a cache what it finds without one, change by change', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 8 }), (mutations) => {
        const reuse = createRuleCache();
        let [network] = sites;
        for (const change of mutations) {
          if (!network) return;
          network = keepUnchanged(network, mutateNetwork(network, [change]));
          const index = indexNetwork(network);
          expect(checkNetwork(index, { reuse })).toEqual(checkNetwork(index));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('looks again at a host only when it or something that was asked about changed', () => {
    const looked: string[] = [];
    const watcher = RULES[0]!;
    const watching: Rule = {
      ...watcher,
      *checkHost(host, site) {
        looked.push(host.name);
        site.logicalNetwork('network/tenant');
        yield* [];
      },
    };
    const [network] = sites;
    const [kvm1, kvm2] = network?.hosts ?? [];
    if (!network || !kvm1 || !kvm2) throw new Error('The site has two hosts.');
    const reuse = createRuleCache();
    const check = (changed: Network): readonly string[] => {
      looked.length = 0;
      checkNetwork(indexNetwork(changed), { reuse, rules: [watching] });
      return [...looked];
    };
    expect(check(network)).toEqual(['kvm1', 'kvm2']);
    expect(check(network)).toEqual([]);
    const other: Host = { ...kvm2 };
    expect(check({ ...network, hosts: [kvm1, other] })).toEqual(['kvm2']);
    const networks = network.networks.map((each) => (each.name === 'tenant' ? { ...each } : each));
    expect(check({ ...network, hosts: [kvm1, other], networks })).toEqual(['kvm1', 'kvm2']);
    const unasked = networks.map((each) => (each.name === 'edge' ? { ...each } : each));
    expect(check({ ...network, hosts: [kvm1, other], networks: unasked })).toEqual([]);
  });

  it('says nothing bad about the examples', async () => {
    const rack = ['networks', 'hosts', 'guests'].map((name) => [
      `${name}.kvmnet`,
      read(`examples/rack/${name}.kvmnet`),
    ]);
    const texts: readonly Readonly<Record<string, string>>[] = [
      { 'lab.kvmnet': read('examples/lab/lab.kvmnet') },
      {
        ...(Object.fromEntries(rack) as Record<string, string>),
        'networks.kvmnet': read('examples/rack/networks.kvmnet').replace(/^import.*$/m, ''),
        'zones.kvmnet': read('examples/shared/zones.kvmnet'),
      },
    ];
    for (const text of texts) {
      const { findings } = await siteOf(text);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  it('gives messages that are sentences about something', () => {
    for (const network of sites)
      for (const { message, subjects } of findingsOf(network)) {
        expect(message).toMatch(/^[A-Z0-9].*[.?]$/s);
        expect(message).not.toMatch(/undefined|\[object|NaN/);
        expect(subjects).not.toEqual([]);
      }
  });
});

/** What lowering does: an element that reads as before stays the same object. */
function keepUnchanged(before: Network, after: Network): Network {
  const same = <T>(old: readonly T[], current: readonly T[]): readonly T[] => {
    const known = new Map(old.map((item) => [JSON.stringify(item), item]));
    return current.map((item) => known.get(JSON.stringify(item)) ?? item);
  };
  return {
    ...after,
    hosts: same(before.hosts, after.hosts),
    guests: same(before.guests, after.guests),
    networks: same(before.networks, after.networks),
    zones: same(before.zones, after.zones),
    pools: same(before.pools, after.pools),
  };
}
