import { describe, expect, it } from 'vitest';
import type { ObservedHost, ObservedLink, ObservedProfile } from '../../../src/deploy/observe/index.js';
import { observedDigest } from '../../../src/deploy/plan/observed-digest.js';
import { recordedHost } from '../support/recorded-host.js';

const BRIDGE: ObservedLink = {
  ...{ name: 'virbr-back', kind: 'bridge', mac: '52:54:00:00:00:99', mtu: 1500, up: true, carrier: false },
  ...{ addresses: [], vlans: [] },
};
const TAP: ObservedLink = { ...BRIDGE, name: 'vnet0', kind: 'tun', carrier: true, controller: 'virbr-back' };
const GENERATED: ObservedProfile = {
  ...{ uuid: 'c5b5dd00-0000-4000-8000-000000000001', generated: true, device: 'vnet0', state: 'activated' },
  path: '/run/NetworkManager/system-connections/vnet0.nmconnection',
  content: '[connection]\nid=vnet0\n\n[.nmmeta]\nnm-generated=true\n',
};

const withLinks = (host: ObservedHost, ...links: readonly ObservedLink[]): ObservedHost => ({
  ...host,
  links: [...host.links, ...links],
});

describe('the digest of what was observed', () => {
  it('stays while the TAPs of a guest come up', () => {
    const host = recordedHost();
    const { networkManager } = host;
    const later = {
      ...withLinks(host, { ...BRIDGE, carrier: true, mac: 'fe:54:00:00:00:01' }, TAP),
      networkManager: { ...networkManager, profiles: [...networkManager.profiles, GENERATED] },
    };
    expect(observedDigest(later)).toBe(observedDigest(withLinks(host, BRIDGE)));
  });

  it('stays while NetworkManager notes when it activated a profile', () => {
    const noted = recordedHost((text) => text.replace(/^( timestamp=).*$/m, '$11'));
    expect(observedDigest(noted)).toBe(observedDigest(recordedHost()));
  });

  it('stays while routes are learnt, and while spanning tree finds another root', () => {
    const host = recordedHost();
    const learnt = { destination: '192.0.2.0/24', family: 4, device: 'eth0', protocol: 'ra' } as const;
    expect(observedDigest({ ...host, routes: [...host.routes, learnt] })).toBe(observedDigest(host));
    const timers = { vlanFiltering: false, stp: true, followsRoot: true } as const;
    const following = (forwardDelay: number, ageingTime: number): string =>
      observedDigest(withLinks(host, { ...BRIDGE, bridge: { ...timers, forwardDelay, ageingTime } }));
    expect(following(20, 40)).toBe(following(15, 300));
  });

  it.each<readonly [string, (host: ObservedHost) => ObservedHost]>([
    ['a bridge appears', (host) => withLinks(host, BRIDGE)],
    [
      'a NIC loses its cable',
      (host) => ({
        ...host,
        links: host.links.map((link) => (link.name === 'eth1' ? { ...link, carrier: !link.carrier } : link)),
      }),
    ],
    [
      'somebody edits a profile',
      ({ networkManager, ...host }) => ({
        ...host,
        networkManager: {
          ...networkManager,
          profiles: networkManager.profiles.map((profile) => ({
            ...profile,
            content: `${profile.content}\nzone=public`,
          })),
        },
      }),
    ],
    [
      'the default route goes',
      (host) => ({ ...host, routes: host.routes.filter(({ destination }) => destination !== 'default') }),
    ],
    [
      'somebody sets an option of a bond',
      (host) =>
        withLinks(host, { ...BRIDGE, kind: 'bond', bond: { mode: '802.3ad', options: { miimon: '1' } } }),
    ],
    [
      'another tool opens a checkpoint',
      ({ networkManager, ...host }) => ({ ...host, networkManager: { ...networkManager, checkpoints: 1 } }),
    ],
  ])('changes when %s', (_what, change) => {
    const host = recordedHost();
    expect(observedDigest(change(host))).not.toBe(observedDigest(host));
  });
});
