import { EmptyFileSystem } from 'langium';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeAt } from '../../../src/language/completion/complete.js';
import { knowledgeOfSite } from '../../../src/language/lsp/knowledge-of-site.js';
import { createCoreServices } from '../../../src/language/module.js';
import { codesOf, siteFrom } from '../support/site-from-text.js';
import { openEditor } from '../support/open-editor.js';
import { accepted, complete, labels, proposal } from './complete-at.js';

const SITE = `
network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1  dns 10.11.10.2 }
network heartbeat  { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network storage    { roles storage  vlan 12  subnet 10.11.12.0/24  mtu 9000 }
network tenant     { roles vm  vlan 13 }
network "my net"   { roles vm  vlan 14 }
network edge       { roles vm  vlans 100-110, 300 }
zone tenants { target DROP }
profile compute {
  nic eth0  nic eth1  nic eth2
  bond bond0 { ports eth0, eth1  carries management, tenant }
}
host kvm1 is compute {
  number 22
  ssh admin@kvm1.example.com:2022
  bridge br-edge { ports eth2  network edge  vlan-aware }
  nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
}
host kvm2 is compute { number 23 }
pool rack1 { hosts kvm1 }
guest web1 on kvm1 { vcpus 4 pin 2-5  nic { network lab } }
`;
const around = { site: SITE };

describe('completion at the top level', () => {
  it('begins an empty site with the network that everything needs', async () => {
    expect((await labels('|'))[0]).toBe('network management');
    expect((await labels('|', around))[0]).toBe('host');
    expect(await accepted('|', 'network management')).toBe(
      'network management { roles management  subnet 10.11.10.0/24 }',
    );
  });

  it('goes on with the next VLAN, subnet, number and name', async () => {
    expect(await accepted('|', 'network migrate', around)).toBe(
      'network migrate { roles migration  vlan 15  subnet 10.11.15.0/24 }',
    );
    expect(await accepted('|', 'network tenant', around)).toBe(
      'network tenant2 { roles vm  vlan 15  zone tenants }',
    );
    expect(await accepted('|', 'host', around)).toBe('host kvm3 is compute { number 24 }');
    expect(await accepted('|', 'guest', around)).toBe(
      'guest web2 on kvm1 {\n  vcpus 2\n  nic { network tenant }\n}',
    );
    expect(await accepted('|', 'pool', around)).toBe('pool rack2 { hosts kvm2 }');
  });

  it('offers names with the rest of the declaration, and names alone before a block', async () => {
    expect(await accepted('host |', 'kvm3 is compute', around)).toBe('host kvm3 is compute { number 24 }');
    expect(await labels('host k| { }', around)).toEqual([]);
    expect(await accepted('host kvm9 is compute |', '{ number 24 }', around)).toBe(
      'host kvm9 is compute { number 24 }',
    );
  });

  it('offers the zone that is used and not declared', async () => {
    expect(await labels('network t { roles vm zone guests }\n|')).toContain('zone guests');
  });

  it('gives declarations in which nothing is wrong', async () => {
    const starts = [
      'network',
      'host',
      'guest',
      'pool',
      'profile',
      'zone',
      'network migrate',
      'host without profile',
    ];
    for (const label of starts.filter((name) => name !== 'network')) {
      const text = await accepted('|', label, around);
      const wrong = codesOf(await siteFrom(`${SITE}\n${text}`)).filter((code) =>
        /^(?:syntax|naming)\//.test(code),
      );
      expect(wrong, text).toEqual([]);
    }
  });
});

describe('completion in a block', () => {
  it('offers each property that is not written, before or behind the cursor', async () => {
    const offered = await labels('host kvm1 { bond b { ports eth1, eth2\n |\n mode 802.3ad } }');
    expect(offered).toContain('lacp-rate');
    expect(offered).not.toContain('mode');
    expect(offered).not.toContain('ports');
    expect(await labels('host kvm1 { nic eth0\n | }')).toContain('nic');
  });

  it('offers the options of a bond that its mode knows', async () => {
    const of = (mode: string) => labels(`host h { nic a nic b bond b { ports a, b\n mode ${mode}\n | } }`);
    expect(await of('802.3ad')).toEqual(
      expect.arrayContaining(['lacp-rate', 'hash', 'min-links', 'ad-select']),
    );
    expect(await of('802.3ad')).not.toEqual(expect.arrayContaining(['primary']));
    expect(await of('802.3ad')).not.toContain('arp-interval');
    expect(await of('active-backup')).toEqual(
      expect.arrayContaining(['primary', 'fail-over-mac', 'arp-interval']),
    );
    expect(await of('active-backup')).not.toContain('lacp-rate');
    expect(await of('active-backup miimon 100 ms')).not.toContain('arp-interval');
    expect(await of('active-backup arp-interval 1 s')).toContain('arp-targets');
  });

  it('offers no address on a port', async () => {
    const offered = await labels('host h { nic eth0 { | }  nic eth1  bond b { ports eth0, eth1 } }');
    expect(offered).toEqual(expect.arrayContaining(['mac', 'mtu']));
    for (const no of ['address', 'dhcp', 'zone', 'carries']) expect(offered).not.toContain(no);
  });

  it('offers one of what excludes each other', async () => {
    expect(await labels('network n { vlan 13\n | }')).not.toContain('vlans');
    expect(await labels('guest g on kvm1 { nic { network tenant\n | } }', around)).not.toContain('bridge');
    expect(await labels('guest g on kvm1 { nic { network tenant\n | } }', around)).not.toContain('trunk');
    expect(await labels('guest g on kvm1 { nic { network edge\n | } }', around)).toContain('trunk');
    expect(await labels('host h { isolated b { | } }')).not.toContain('forward');
    expect(await labels('profile p { | }')).not.toContain('number');
  });

  it('brings NICs along for a bond when none is free', async () => {
    const text = await accepted('host kvm1 {\n  |\n}', 'bond', {
      site: 'network management { roles management }',
    });
    expect(text).toBe(
      'host kvm1 {\n  nic eth0  nic eth1\nbond bond0 {\n  ports   eth0, eth1\n  mode    active-backup\n  carries management\n}\n}',
    );
  });
});

describe('completion of values', () => {
  it('knows the words of a keyword, and what of them is written', async () => {
    expect(await labels('network n { roles | }')).toEqual([
      'management',
      'heartbeat',
      'migration',
      'storage',
      'vm',
    ]);
    expect(await labels('network n { roles | }', around)).toEqual([
      'migration',
      'vm',
      'management',
      'heartbeat',
      'storage',
    ]);
    expect(await labels('network n { roles management, | }')).not.toContain('management');
    expect(await labels('network n { roles |, vm }')).not.toContain('vm');
    expect((await labels('host kvm1 { bridge b { stp | } }')).slice(0, 2)).toEqual(['yes', 'no']);
    expect(await labels('zone z { services | }')).toEqual(expect.arrayContaining(['ssh', 'zabbix-server']));
  });

  it('offers what is free', async () => {
    expect(await labels('host h { number | }', around)).toEqual(['24']);
    expect(await labels('network n { vlan | }', around)).toEqual(['15']);
    expect(await labels('network n { subnet 10.11.40.0/24  vlan | }', around)).toEqual(['40', '15']);
    expect(await labels('network n { vlan 40  subnet | }', around)).toEqual(['10.11.40.0/24']);
    expect(await labels('network n { vlans | }', around)).toEqual(['200-299']);
    expect(await labels('network n { subnet 10.1.2.0/24  gateway | }')).toEqual(['10.1.2.1', '10.1.2.254']);
    expect(await labels('host kvm9 { number 24  nic eth0 { carries storage  address | } }', around)).toEqual([
      '10.11.12.2/24',
    ]);
    expect(await labels('host kvm3 { nat x { subnet | } }', around)).toEqual(['192.168.101.0/24']);
    expect(await labels('host kvm3 { nat x { subnet 172.16.4.0/24  dhcp | } }')).toEqual([
      '172.16.4.10-172.16.4.200',
    ]);
  });

  it('offers only networks for guests to a guest, those of its host, and says which are not there', async () => {
    expect(await labels('guest g on kvm1 { nic { network | } }', around)).toEqual([
      'tenant',
      'edge',
      'lab',
      'my net',
    ]);
    const { detail } = await proposal('guest g on kvm2 { nic { network | } }', 'edge', around);
    expect(detail).toMatch(/not carried there/);
    expect(await labels('guest g in rack1 { nic { bridge | } }', around)).toEqual(['tenant', 'br-edge']);
  });

  it('offers networks that nothing of the host carries first', async () => {
    expect(await labels('profile compute2 is compute { nic eth9 { carries | } }', around)).toEqual([
      'heartbeat',
      'storage',
      'my net',
      'edge',
      'management',
      'tenant',
    ]);
  });

  it('offers free NICs to a bond, and anything free but bridges to a bridge', async () => {
    expect(await labels('host kvm3 is compute { bond bond1 { ports | } }', around)).toEqual(['eth2']);
    expect(await labels('host kvm3 is compute { bridge b { ports eth2, | } }', around)).toEqual(['bond0']);
    expect(await labels('host kvm3 is compute { bond bond0 { primary | } }', around)).toEqual([
      'eth0',
      'eth1',
    ]);
    expect(await labels('host h { nic a nic b nic c bond x { ports a, b  primary | } }')).toEqual(['a', 'b']);
    expect(await labels('host h { nic a nic b bond x { ports a, | } }')).toEqual(['b']);
  });

  it('offers VLANs that the bridge carries', async () => {
    const bridge = (inner: string) =>
      labels(`host kvm3 { nic a bridge b { network edge  vlan-aware  ${inner} } }`, around);
    expect(await bridge('port a { trunk | }')).toEqual(['100-110, 300', '100-110', '300']);
    expect((await bridge('port a { trunk 100-102  native | }')).slice(0, 3)).toEqual(['100', '101', '102']);
    expect(await labels('guest g on kvm1 { nic { network edge  trunk 300, | } }', around)).toEqual([
      '100-110',
    ]);
  });

  it('offers ports, guests and their ports to a forward, step by step', async () => {
    const lab = (inner: string) => `host kvm3 { nat lab { subnet 192.168.9.0/24  forward ${inner}\n} }
guest a on kvm3 { nic { network lab } }
guest b on kvm3`;
    expect((await labels(lab('|')))[0]).toBe('2222/tcp');
    expect(await labels(lab('2222/tcp |'))).toContain('to');
    expect(await labels(lab('2222/tcp to |'))).toEqual(['a']);
    expect((await proposal(lab('2222/tcp to |'), 'a')).insertText).toBe('a:');
    expect(await labels(lab('2222/tcp to a:|'))).toContain('22');
    expect((await complete(lab('2222/tcp to a:2|'))).word).toBe('2');
  });

  it('offers a lease for a guest that is plugged in', async () => {
    const text = (inner: string) => `host kvm3 { nat lab { subnet 192.168.9.0/24  ${inner} } }
guest a on kvm3 { nic { network lab  mac 52:54:00:00:00:0a } }`;
    expect(await labels(text('lease |'))).toEqual(['52:54:00:00:00:0a 192.168.9.2 a']);
    expect(await labels(text('lease 52:54:00:00:00:0a |'))).toEqual(['192.168.9.2']);
  });

  it('offers where things may be', async () => {
    expect(await labels('guest g |')).toEqual(expect.arrayContaining(['on', 'in']));
    expect(await labels('guest g on |', around)).toEqual(['kvm1', 'kvm2']);
    expect(await labels('guest g in |', around)).toEqual(['rack1']);
    expect(await labels('host h is |', around)).toEqual(['compute']);
    expect(await labels('host kvm1 { via | }', { site: 'host kvm2' })).toEqual(['kvm2']);
    expect(await labels('host kvm3 { ssh | }', around)).toEqual(['admin@kvm3.example.com:2022', 'root@kvm3']);
    expect(await labels('host h { vlan x on | }  ')).toEqual([]);
    expect(await labels('host h { nic a  vlan x on | }  ')).toEqual(['a']);
  });

  it('offers rates, their units, and what may limit more', async () => {
    const nic = (inner: string) => labels(`guest g on kvm1 { nic { bandwidth ${inner} } }`);
    expect((await nic('in |'))[0]).toBe('1 Gbit/s');
    expect((await nic('in 1 |')).slice(0, 3)).toEqual(['Gbit/s', 'Mbit/s', 'Kbit/s']);
    expect((await nic('in 1 Gbit/s |')).slice(0, 3)).toEqual(['out', 'peak', 'burst']);
  });

  it('offers what was found on the host', async () => {
    const observed = [
      { name: 'eno1', mac: '00:21:28:aa:bb:01' },
      { name: 'eno2', mac: '00:21:28:aa:bb:02' },
    ];
    expect(await labels('host kvm1 { nic eno1  nic | }', { observed })).toEqual(['eno2']);
    expect(await labels('host kvm1 { nic eno2 { mac | } }', { observed })).toEqual([
      '00:21:28:aa:bb:02',
      '00:21:28:aa:bb:01',
    ]);
    expect(await labels('profile p { nic | }\nhost kvm1 is p', { observed })).toEqual(['eno1', 'eno2']);
    expect(await labels('host kvm2 { nic | }', { observed })).toEqual(['eth0']);
  });
});

describe('completion in half-written text', () => {
  it('replaces the word under the cursor, and the quote that was closed by itself', async () => {
    expect((await complete('host kvm1 { bond b { mode act|')).word).toBe('act');
    const quoted = 'guest g on kvm1 { nic { network "my|" } }';
    expect(await accepted(quoted, 'my net', around)).toBe('guest g on kvm1 { nic { network "my net" } }');
    expect(await accepted('guest g on kvm1 { nic { network | } }', 'my net', around)).toContain(
      'network "my net"',
    );
    expect(await labels('guest g on kvm1 { nic { network "my net" | } }', around)).toContain('queues');
  });

  it('puts a blank behind the comma', async () => {
    expect(await accepted('network n { roles vm,| }', 'storage')).toBe('network n { roles vm, storage }');
    expect(await accepted('network n { roles vm, | }', 'storage')).toBe('network n { roles vm, storage }');
  });

  it('knows the block though its brace is missing and others follow', async () => {
    expect(await labels('host kvm1 {\n  bond b {\n    mode |\n\nhost kvm2 {\n}')).toContain('active-backup');
    expect(await labels('host kvm1 {\n  |\nhost kvm2 {\n}')).toContain('bond');
  });

  it('says that nothing has to follow where a blank is typed after something complete', async () => {
    expect((await complete('host kvm1 { nic eth0 | }')).complete).toBe(true);
    expect((await complete('|')).complete).toBe(true);
    expect((await complete('guest web1 |')).complete).toBeUndefined();
    expect((await complete('host kvm1 { number | }')).complete).toBeUndefined();
  });

  it('stays silent in comments', async () => {
    expect(await labels('// hosts are |')).toEqual([]);
    expect(await labels('/* hosts\n are |')).toEqual([]);
    expect(await labels('/*\nhost kvm1 {\n |\n*/')).toEqual([]);
    expect(await labels('// hosts are here\n|')).toContain('host');
  });

  it('never throws', async () => {
    const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;
    const { shared } = await openEditor({ 'main.kvmnet': SITE });
    const uri = 'file:///site/main.kvmnet';
    const index = shared.workspace.Sites.analysisOf(uri)?.index;
    if (!index) throw new Error('No site.');
    const site = knowledgeOfSite(uri, index, shared.workspace);
    const piece = fc.constantFrom(
      ...[
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
        '/*',
        '\n',
        'mode',
        'on',
        'guest',
        'nic',
      ],
      ...[
        'network',
        'forward',
        'to',
        ':',
        'lease',
        'bandwidth',
        'in',
        '1',
        'bridge',
        'port',
        'trunk',
        'subnet',
        'vlan',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece), fc.nat(), (pieces, at) => {
        const text = pieces.join(' ');
        expect(() => completeAt(text, at % (text.length + 1), vocabulary, site)).not.toThrow();
      }),
    );
  });
});
