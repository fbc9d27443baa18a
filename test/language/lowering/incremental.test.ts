import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadFile } from '../../../src/language/declarations/read-declarations.js';
import { createLoweringCache, lowerSite } from '../../../src/language/lowering/lower-site.js';
import { declare } from '../support/declare.js';

const NETWORKS =
  'network tenant { roles vm vlan 13 }\nnetwork management { roles management subnet 10.0.0.0/24 }';
const PROFILE = 'profile compute { nic eth0 { carries tenant, management } }';
const host = (name: string, number: number): string => `host ${name} is compute { number ${number} }\n`;
const guest = (name: string, on: string): string => `guest ${name} on ${on} { nic { network tenant } }\n`;

/** A site in which one file after the other changes. */
class Editor {
  private readonly files = new Map<string, ReadFile>();
  private readonly cache = createLoweringCache();

  write(name: string, text: string): void {
    this.files.set(name, declare(name, text, this.files.get(name)));
  }

  private declarations() {
    return [...this.files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { declarations }]) => declarations);
  }

  lower() {
    return lowerSite('file:///site', this.declarations(), this.cache);
  }

  lowerAnew() {
    return lowerSite('file:///site', this.declarations());
  }
}

function site(): Editor {
  const editor = new Editor();
  editor.write('networks.kvmnet', NETWORKS);
  editor.write('profiles.kvmnet', PROFILE);
  editor.write('hosts.kvmnet', host('kvm1', 1) + host('kvm2', 2) + host('kvm3', 3));
  editor.write('guests.kvmnet', guest('a', 'kvm1') + guest('b', 'kvm2'));
  return editor;
}

describe('lowering again', () => {
  it('lowers one host anew when one host changes, and the guests on it', () => {
    const editor = site();
    const before = editor.lower().network;
    editor.write('hosts.kvmnet', host('kvm1', 1) + host('kvm2', 9) + host('kvm3', 3));
    const after = editor.lower().network;
    expect(after.hosts.map((current, i) => current === before.hosts[i])).toEqual([true, false, true]);
    expect(after.guests.map((current, i) => current === before.guests[i])).toEqual([true, false]);
    expect(after.networks.map((current, i) => current === before.networks[i])).toEqual([true, true]);
  });

  it('lowers the hosts anew that use what changed', () => {
    const editor = site();
    editor.write('other.kvmnet', 'host kvm4 { number 4 nic eth0 }');
    const before = editor.lower().network;
    editor.write('networks.kvmnet', NETWORKS.replace('vlan 13', 'vlan 14'));
    const after = editor.lower().network;
    expect(after.hosts.map((current, i) => current === before.hosts[i])).toEqual([false, false, false, true]);
  });

  it('finds again what was missing once it is there', () => {
    const editor = site();
    editor.write('networks.kvmnet', '');
    expect(editor.lower().findings.map(({ code }) => code)).toContain('naming/unknown-reference');
    editor.write('networks.kvmnet', NETWORKS);
    expect(editor.lower().findings).toEqual([]);
  });

  it('keeps MACs where they are when guests come and go', () => {
    const editor = site();
    const macs = () => editor.lower().network.guests.map(({ name, nics }) => [name, nics[0]?.mac.value]);
    const before = macs();
    editor.write('guests.kvmnet', guest('c', 'kvm1') + guest('b', 'kvm2') + guest('a', 'kvm1'));
    expect(macs()).toEqual(expect.arrayContaining(before));
  });

  it('comes to the same as lowering everything anew, whatever is changed in which order', () => {
    const texts = fc.constantFrom(
      NETWORKS,
      PROFILE,
      NETWORKS.replace('13', '99'),
      PROFILE.replace('tenant', 'nobody'),
      host('kvm1', 1) + guest('a', 'kvm1'),
      guest('a', 'kvm1') + host('kvm1', 1),
      host('kvm2', 2) +
        host('kvm1', 4) +
        'pool p { hosts kvm1, kvm2, kvm3 }\nguest x in p { nic { network tenant } }',
      guest('b', 'kvm2') + 'profile compute is compute { nic eth1 }',
      'host kvm3 is compute { via kvm1 nat lab { forward 1/tcp to a:2 }\nhost kvm4 {',
      '',
    );
    const change = fc.tuple(fc.constantFrom('a.kvmnet', 'b.kvmnet', 'c.kvmnet', 'd.kvmnet'), texts);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const editor = new Editor();
        for (const [name, text] of changes) {
          editor.write(name, text);
          const { network, findings } = editor.lower();
          const anew = editor.lowerAnew();
          expect(network).toEqual(anew.network);
          expect(findings).toEqual(anew.findings);
        }
      }),
      { numRuns: 150 },
    );
  });
});
