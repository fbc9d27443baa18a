import { EmptyFileSystem } from 'langium';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeAt, type Completion } from '../../../src/language/completion/complete.js';
import type { NamedDevice, SiteNames } from '../../../src/language/completion/site-names.js';
import { createCoreServices } from '../../../src/language/module.js';

const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;

const devices: readonly NamedDevice[] = [
  { name: 'eth0', kind: 'nic', controller: 'bond0' },
  { name: 'eth1', kind: 'nic' },
  { name: 'eth2', kind: 'nic' },
  { name: 'bond0', kind: 'bond' },
  { name: 'bond0.13', kind: 'vlan', controller: 'tenant' },
  { name: 'tenant', kind: 'bridge' },
];
const site: SiteNames = {
  networks: [
    { name: 'management', forGuests: false },
    { name: 'tenant', forGuests: true, detail: 'vm · VLAN 13' },
    { name: 'my net', forGuests: true },
  ],
  hosts: [{ name: 'kvm1' }, { name: 'kvm2' }],
  pools: [{ name: 'rack1' }],
  profiles: [{ name: 'compute' }],
  zones: [{ name: 'tenants' }],
  guests: [{ name: 'web1' }],
  devicesOf: ({ name }) => (name === 'kvm1' ? devices : []),
  virtualNetworksFor: ({ host }) => (host === 'kvm1' ? [{ name: 'lab' }] : []),
  bridgesFor: ({ host }) => (host === 'kvm1' ? [{ name: 'br-edge' }] : []),
  nextNumber: () => 24,
  nextVlan: () => 14,
};

/** Completes at the bar. */
function complete(marked: string): Completion {
  const offset = marked.indexOf('|');
  return completeAt(marked.replace('|', ''), offset, vocabulary, site);
}
const labels = (marked: string): readonly string[] => complete(marked).proposals.map(({ label }) => label);

describe('completion', () => {
  it('offers declarations at the top level', () => {
    expect(labels('|')).toEqual(
      expect.arrayContaining(['network', 'host', 'guest', 'pool', 'profile', 'zone', 'import']),
    );
    expect(labels('|')).not.toContain('bond');
  });

  it('offers the properties of the block, and each single one once', () => {
    const offered = labels('host kvm1 { bond b { ports eth1, eth2  mode 802.3ad\n | } }');
    expect(offered).toContain('lacp-rate');
    expect(offered).not.toContain('mode');
    expect(labels('host kvm1 { nic eth0\n | }')).toContain('nic');
  });

  it('offers what the keyword takes', () => {
    expect(labels('network n { roles | }')).toEqual([
      'management',
      'heartbeat',
      'migration',
      'storage',
      'vm',
    ]);
    expect(labels('host kvm1 { bond b { mode | } }')).toContain('active-backup');
    expect(labels('host kvm1 { bridge b { stp | } }').slice(0, 2)).toEqual(['yes', 'no']);
    expect(labels('host h { number | }')).toEqual(['24']);
    expect(labels('network n { vlan | }')).toEqual(['14']);
  });

  it('does not offer an item that the list already has', () => {
    expect(labels('network n { roles management, | }')).not.toContain('management');
  });

  it('offers only networks for guests to a guest, and those of its host', () => {
    expect(labels('guest g on kvm1 { nic { network | } }')).toEqual(['tenant', 'my net', 'lab']);
    expect(labels('guest g in rack1 { nic { network | } }')).toEqual(['tenant', 'my net']);
    expect(labels('guest g on kvm1 { nic { bridge | } }')).toEqual(['br-edge']);
  });

  it('offers every network to carry', () => {
    expect(labels('host h { nic eth0 { carries management, | } }')).toEqual(['tenant', 'my net']);
  });

  it('offers free NICs to a bond, and anything but bridges to a bridge', () => {
    expect(labels('host kvm1 { bond b { ports | } }')).toEqual(['eth1', 'eth2']);
    expect(labels('host kvm1 { bridge b { ports eth1, | } }')).toEqual(['eth2', 'bond0']);
    expect(labels('host kvm1 { bond bond0 { ports eth0, eth1  primary | } }')).toEqual(['eth0', 'eth1']);
  });

  it('offers where a guest may be', () => {
    expect(labels('guest g |')).toEqual(expect.arrayContaining(['on', 'in']));
    expect(labels('guest g on |')).toEqual(['kvm1', 'kvm2']);
    expect(labels('guest g in |')).toEqual(['rack1']);
    expect(labels('host h is |')).toEqual(['compute']);
  });

  it('quotes names that need it', () => {
    const proposal = complete('guest g on kvm1 { nic { network | } }').proposals.find(
      ({ label }) => label === 'my net',
    );
    expect(proposal?.insertText).toBe('"my net"');
  });

  it('replaces the word under the cursor', () => {
    const text = 'host kvm1 { bond b { mode act|';
    expect(complete(text).from).toBe(text.indexOf('act'));
    expect(labels(text)).toContain('active-backup');
  });

  it('stays silent in comments', () => {
    expect(labels('// hosts are |')).toEqual([]);
    expect(labels('/* hosts\n are |')).toEqual([]);
    expect(labels('// hosts are here\n|')).toContain('host');
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'host',
      'kvm1',
      '{',
      '}',
      'bond',
      'ports',
      ',',
      'is',
      '"',
      '//',
      '\n',
      'mode',
      'on',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join(' ');
        expect(() => completeAt(text, text.length, vocabulary, site)).not.toThrow();
      }),
    );
  });
});
