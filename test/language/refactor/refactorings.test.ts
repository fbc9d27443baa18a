import { describe, expect, it } from 'vitest';
import { declareMissing } from '../../../src/language/refactor/declare-missing.js';
import { edited, exampleSites, readSite } from '../support/read-site.js';
import { applied, compiledTexts, marked, offeredAt, selectionOf } from './refactor-at.js';

/** The text after the refactoring with this title, or what is offered instead. */
function refactored(title: string, text: string): string {
  const { text: plain, range } = marked(text);
  const site = readSite({ 'a.kvmnet': plain });
  const offered = offeredAt(site, 'a.kvmnet', range);
  const found = offered.find((each) => each.title === title);
  return found
    ? (applied(site, found)['a.kvmnet'] ?? '')
    : `offered: ${offered.map((each) => each.title).join('; ')}`;
}

const NETWORKS = `network management { roles management  subnet 10.11.10.0/24 }
network heartbeat { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network tenant { roles vm  vlan 13 }
network web { roles vm  vlan 21 }
network edge { roles vm  vlans 100-110 }
`;

describe('writing out what follows', () => {
  it('turns a word of carries into its devices', () => {
    expect(
      refactored(
        'Write out what follows from carrying tenant',
        `${NETWORKS}host h {\n  number 5\n  nic a { carries management, ten|ant } // cable 3\n}`,
      ),
    ).toBe(
      `${NETWORKS}host h {\n  number 5\n  nic a { carries management } // cable 3\n  vlan a.13 { on a  id 13 }\n  bridge tenant { ports a.13  network tenant }\n}`,
    );
  });

  it('turns all that a device carries into devices, with addresses', () => {
    expect(
      refactored(
        'Write out all that follows from what a carries',
        `${NETWORKS}host h {\n  number 5\n  nic |a { carries heartbeat, edge }\n}`,
      ),
    ).toBe(
      `${NETWORKS}host h {\n  number 5\n  nic a { }\n  vlan a.11 { on a  id 11  network heartbeat  address 10.11.11.5/24 }\n  bridge edge { ports a  network edge  vlan-aware }\n}`,
    );
  });

  it('is not offered where nothing but an address follows', () => {
    expect(refactored('', `${NETWORKS}host h { number 5  nic |a { carries management } }`)).not.toMatch(
      /Write out/,
    );
  });
});

describe('VLAN-aware bridges', () => {
  const each = 'host h {\n  number 5\n  nic a { carries tenant, web }\n  nic b { carries management }\n}';
  const one =
    'host h {\n  number 5\n  nic a { }\n  nic b { carries management }\n  bridge br0 { ports a  network tenant, web  vlan-aware }\n}';

  it('take the place of a bridge for each VLAN', () => {
    expect(
      refactored(
        'Carry the VLANs of a over one VLAN-aware bridge',
        NETWORKS + each.replace('nic a', 'nic |a'),
      ),
    ).toBe(NETWORKS + one);
  });

  it('give way to a bridge for each VLAN', () => {
    expect(
      refactored(
        'Give each VLAN of br0 a bridge of its own on a',
        NETWORKS + one.replace('bridge br0', 'bridge |br0'),
      ),
    ).toBe(NETWORKS + each.replace('carries tenant', 'carries tenant'));
    expect(refactored('', NETWORKS + one.replace('bridge br0 {', 'bridge |br0 { stp on '))).not.toMatch(
      /of its own/,
    );
  });
});

describe('profiles', () => {
  const shaped = `${NETWORKS}profile compute {
  nic eth0
  nic eth1
  // two cables
  bond bond0 { ports eth0, eth1  carries tenant } // to the switch
}
`;

  it('are made of a host, which keeps what no other host has', () => {
    expect(
      refactored(
        'Make a profile of kvm1',
        `${NETWORKS}host kv|m1 {
  number 5
  nic eth0 { mac 00:21:28:aa:bb:01 }
  nic eth1
  // two cables
  bond bond0 { ports eth0, eth1  carries tenant } // to the switch
}`,
      ),
    ).toBe(`${shaped}host kvm1 is compute { number 5  nic eth0 { mac 00:21:28:aa:bb:01 } }`);
  });

  it('are made of several hosts that are alike', () => {
    const host = (name: string, mac: string) =>
      `host ${name} { number ${mac.slice(-1)}  nic eth0 { mac ${mac}  carries management } }`;
    const hosts = [host('a', '00:21:28:aa:bb:01'), host('b', '00:21:28:aa:bb:02')];
    const text = refactored('Make a profile of a and b', `${NETWORKS}|${hosts.join('\n')}|`);
    expect(text).toContain('profile compute {\n  nic eth0 { carries management }\n}\nhost a is compute');
    expect(text).toContain('host b is compute { number 2  nic eth0 { mac 00:21:28:aa:bb:02 } }');
  });

  it('are written out in a host', () => {
    expect(
      refactored(
        'Write profile compute out in kvm1',
        `${shaped}host kvm1 is comp|ute {\n  number 5\n  nic eth0 { mac 00:21:28:aa:bb:01 }\n}`,
      ),
    ).toContain(`host kvm1 {
  number 5
  nic eth0 { mac 00:21:28:aa:bb:01 }
  nic eth1
  // two cables
  bond bond0 { ports eth0, eth1  carries tenant } // to the switch
}`);
  });

  it('are written out in all their hosts and removed', () => {
    const text = refactored(
      'Write profile compute out in its 2 hosts and remove it',
      `${shaped.replace('profile compute', 'profile comp|ute')}host a is compute { number 1 }\nhost b is compute\n`,
    );
    expect(text).not.toContain('profile');
    expect(text.match(/bond bond0/g)).toHaveLength(2);
  });
});

describe('MACs', () => {
  it('that follow from names can be written down', () => {
    const text = refactored(
      'Write down the MAC 52:54:00:ba:d2:e0 of NIC tenant',
      `${NETWORKS}host h { nic a { carries tenant } }\nguest g on h { nic { network ten|ant } }`,
    );
    expect(text).toMatch(/offered: Write down the MAC 52:54:00:(?:[\da-f]{2}:?){3} of NIC tenant/);
    const title = text.slice('offered: '.length);
    expect(
      refactored(
        title,
        `${NETWORKS}host h { nic a { carries tenant } }\nguest g on h { nic { network ten|ant } }`,
      ),
    ).toMatch(/nic \{ network tenant {2}mac 52:54:00:/);
  });
});

describe('declaring what is missing', () => {
  /** The text after declaring what stands at the bar. */
  function declared(text: string): string | undefined {
    const { text: plain, range } = marked(text);
    const site = readSite({ 'a.kvmnet': plain });
    const found = declareMissing(selectionOf(site, 'a.kvmnet', range));
    return found && edited(site.texts, found.edits())['a.kvmnet'];
  }

  it('says what is known of it', () => {
    expect(declared('host h {\n  bond b { ports |eth0 }\n}')).toBe(
      'host h {\n  bond b { ports eth0 }\n  nic eth0\n}',
    );
    expect(declared('host h {\n  bridge b { ports |bond0 }\n}')).toContain('  bond bond0\n');
    expect(
      declared('network a { vlan 11  subnet 10.11.11.0/24 }\nhost h { nic e { carries |storage } }'),
    ).toContain('\nnetwork storage { roles storage  vlan 12  subnet 10.11.12.0/24 }\nhost h');
    expect(declared('host h\nguest g on h { nic { network |x } }')).toBe(
      'host h\nnetwork x { roles vm  vlan 11 }\nguest g on h { nic { network x } }',
    );
    expect(declared('network n { zone |inside }')).toBe(
      'zone inside { target DROP }\nnetwork n { zone inside }',
    );
    expect(declared('host h is |p')).toBe('profile p { }\nhost h is p');
    expect(declared('host h { number 7 }\nguest g on |k')).toBe(
      'host h { number 7 }\nhost k { number 8 }\nguest g on k',
    );
  });

  it('offers nothing where the name is known', () => {
    expect(declared('host h { nic a  bond b { ports |a } }')).toBeUndefined();
  });
});

describe('every refactoring of every example', () => {
  /** What is meant to change what hosts get. */
  const CHANGES = /VLAN-aware|of its own/;

  it.each(Object.entries(exampleSites()).filter(([name]) => name !== 'datacentre'))(
    'gives a file that reads well and means the same: %s',
    (_, texts) => {
      const site = readSite(texts);
      const before = compiledTexts(site);
      const done = new Set<string>();
      for (const [path, text] of Object.entries(texts))
        text.split('\n').forEach((line, number) => {
          for (const { index } of line.matchAll(/\S+/g)) {
            const at = { line: number, character: index };
            for (const refactoring of offeredAt(site, path, { start: at, end: at })) {
              const key = `${path}: ${refactoring.title}`;
              if (done.has(key)) continue;
              done.add(key);
              const after = readSite(applied(site, refactoring));
              const syntax = after.findings.filter(({ code }) => /^(?:syntax|naming)\//.test(code));
              expect(syntax, key).toEqual([]);
              if (before && !CHANGES.test(refactoring.title))
                expect(compiledTexts(after), key).toEqual(before);
              const comments = (all: Readonly<Record<string, string>>) =>
                Object.values(all)
                  .join('\n')
                  .match(/\/\/.*$/gm)?.length;
              if (refactoring.kind !== 'inline') expect(comments(after.texts), key).toBe(comments(texts));
            }
          }
        });
    },
  );
});
