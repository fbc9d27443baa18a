import { describe, expect, it } from 'vitest';
import { newErrorAfter } from '../../../src/language/rename/new-error.js';
import { Renamer } from '../../../src/language/rename/rename.js';
import { edited, exampleSites, pathOf, readSite, services, type Texts } from '../support/read-site.js';

/** Renames what stands at the bar in the first text; the other texts are files of the site, too. */
function rename(newName: string, marked: string, ...others: readonly string[]) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const texts: Texts = Object.fromEntries([text, ...others].map((each, i) => [`${i}.kvmnet`, each]));
  const before = text.slice(0, offset).split('\n');
  const site = readSite(texts);
  const renamer = new Renamer(site);
  const found = renamer.occurrenceAt('file:///site/0.kvmnet', {
    line: before.length - 1,
    character: before.at(-1)?.length ?? 0,
  });
  const thing = found && renamer.symbolOf(found);
  if (!thing) return 'nothing bears this name';
  const renaming = renamer.rename(thing, newName);
  return renaming.ok ? Object.values(edited(texts, renaming.edits)) : renaming.problem;
}

describe('rename', () => {
  it('changes a network in all files, quoted where its new name needs it', () => {
    expect(
      rename(
        'my net',
        'network ten|ant { roles vm  vlan 13 } // tenant',
        'host kvm1 { nic eth0 { carries tenant }  nat tenants { } }',
        'guest g on kvm1 { nic { network "tenant" } }',
      ),
    ).toEqual([
      'network "my net" { roles vm  vlan 13 } // tenant',
      'host kvm1 { nic eth0 { carries "my net" }  nat tenants { } }',
      'guest g on kvm1 { nic { network "my net" } }',
    ]);
    expect(rename('plain', 'network "my n|et" { roles vm }')).toEqual(['network plain { roles vm }']);
  });

  it('goes along with the bridge that follows from a network', () => {
    expect(
      rename(
        'office',
        'network ten|ant { roles vm  vlan 13 }',
        'host kvm1 { nic eth0 { carries tenant }  bridge tenant { stp on } }',
        'guest g on kvm1 { nic { bridge tenant } }',
      ),
    ).toEqual([
      'network office { roles vm  vlan 13 }',
      'host kvm1 { nic eth0 { carries office }  bridge office { stp on } }',
      'guest g on kvm1 { nic { bridge office } }',
    ]);
    expect(
      rename(
        'office',
        'network ten|ant { roles vm  bridge br0 }\nhost kvm1 { nic eth0 { carries tenant }  bridge br0 { stp on } }',
      ),
    ).toEqual([
      'network office { roles vm  bridge br0 }\nhost kvm1 { nic eth0 { carries office }  bridge br0 { stp on } }',
    ]);
  });

  it('goes along with the VLAN devices that follow from a bond', () => {
    expect(
      rename(
        'up0',
        'network n { vlan 13 }\nhost h { nic a  bond bo|nd0 { ports a  carries n }  bridge b { ports bond0.13 }  isolated i { over h.bond0 } }',
      ),
    ).toEqual([
      'network n { vlan 13 }\nhost h { nic a  bond up0 { ports a  carries n }  bridge b { ports up0.13 }  isolated i { over h.up0 } }',
    ]);
    expect(
      rename('up0', 'host h { nic et|h0  vlan eth0.5 { on eth0  id 5 }  bridge b { ports eth0.5 } }'),
    ).toEqual(['host h { nic up0  vlan eth0.5 { on up0  id 5 }  bridge b { ports eth0.5 } }']);
  });

  it('finds a NIC in its profile and in all hosts that have it, and in no other', () => {
    expect(
      rename(
        'eno1',
        'profile base { nic eth0 }\nprofile p is base { bond b { ports eth|0, eth1 }  nic eth1 }',
        'host kvm1 is p { nic eth0 { mac 00:21:28:aa:bb:01 } }\nhost other { nic eth0 }',
      ),
    ).toEqual([
      'profile base { nic eno1 }\nprofile p is base { bond b { ports eno1, eth1 }  nic eth1 }',
      'host kvm1 is p { nic eno1 { mac 00:21:28:aa:bb:01 } }\nhost other { nic eth0 }',
    ]);
  });

  it('renames a host where it stands before a device, too', () => {
    expect(rename('hv1', 'host kv|m1 { nic a  isolated i { over kvm1.a } }\nhost kvm2 { via kvm1 }')).toEqual(
      ['host hv1 { nic a  isolated i { over hv1.a } }\nhost kvm2 { via hv1 }'],
    );
  });

  it('takes a libvirt network for one only where no network of the site has its name', () => {
    expect(
      rename(
        'lab2',
        'host h { nat l|ab { } }\nguest g on h { nic { network lab } }\nguest k on x { nic { network lab } }',
      ),
    ).toEqual([
      'host h { nat lab2 { } }\nguest g on h { nic { network lab2 } }\nguest k on x { nic { network lab } }',
    ]);
  });

  it('refuses names that are taken, in a sentence', () => {
    expect(rename('b', 'network |a { }\nnetwork b { }')).toBe("There is already a network 'b' in this site.");
    expect(rename('b', 'host h { nic |a  bond b { ports a } }')).toBe("Host h already has a device 'b'.");
    expect(rename('a.5', 'network n { vlan 5 }\nhost h { nic a { carries n }  nic |b }')).toBe(
      "Host h already has a device 'a.5'.",
    );
    expect(rename('lab', 'network |a { roles vm }\nhost h { nat lab { } }')).toMatch(
      /could not tell them apart/,
    );
    expect(rename(' ', 'network |a { }')).toBe('A name cannot be empty.');
  });

  it('refuses what would be an error, with its message', () => {
    const site = readSite({ '0.kvmnet': 'host h { nic eth0 }' });
    const renamer = new Renamer(site);
    const nic = renamer.occurrenceAt('file:///site/0.kvmnet', { line: 0, character: 14 });
    const thing = nic && renamer.symbolOf(nic);
    const renaming = thing && renamer.rename(thing, 'a-very-long-interface-name');
    expect(renaming?.ok).toBe(true);
    if (renaming?.ok !== true) return;
    expect(newErrorAfter(renaming.edits, site, services, (uri) => site.texts[pathOf(uri)])).toMatch(/15/);
  });

  it('knows nothing of names that nothing bears', () => {
    expect(rename('x', 'host h { bridge b { ports |nowhere } }')).toBe('nothing bears this name');
    expect(rename('x', 'network n { zone trus|ted }')).toBe('nothing bears this name');
  });

  // The datacentre is made of the same, in larger numbers.
  const sites = Object.entries(exampleSites()).filter(([name]) => name !== 'datacentre');
  it.each(sites)('there and back again leaves %s as it was', (_, texts) => {
    const site = readSite(texts);
    const renamer = new Renamer(site);
    const seen = new Set<string>();
    for (const occurrence of renamer.occurrences) {
      const thing = renamer.symbolOf(occurrence);
      if (!thing) continue;
      const key = JSON.stringify([
        thing.kind,
        thing.name,
        'shapes' in thing ? [...thing.shapes].map((each) => each.name) : '',
      ]);
      if (seen.has(key)) continue;
      seen.add(key);
      const there = renamer.rename(thing, 'new name');
      expect(there.ok, key).toBe(true);
      if (!there.ok) continue;
      const renamed = readSite(edited(texts, there.edits));
      expect(
        renamed.network.hosts.map(({ devices }) => devices.length),
        key,
      ).toEqual(site.network.hosts.map(({ devices }) => devices.length));
      const again = new Renamer(renamed);
      const [first] = there.edits;
      const place = first?.at.range.start;
      const found =
        first && place && again.occurrenceAt(first.at.uri, { ...place, character: place.character + 1 });
      const back = found && again.symbolOf(found);
      const home = back && again.rename(back, thing.name);
      expect(home?.ok, key).toBe(true);
      if (home?.ok) expect(edited(renamed.texts, home.edits), key).toEqual(texts);
    }
    expect(seen.size).toBeGreaterThan(0);
  });
});
