import { readFileSync } from 'node:fs';
import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { createCoreServices } from '../../src/language/module.js';
import { isHostBlock, isNetworkBlock } from '../../src/language/generated/ast.js';
import { codesOf, findingsAt, siteFrom } from './support/site-from-text.js';

const { kvmnet } = createCoreServices(EmptyFileSystem);
const keywords = [...kvmnet.parser.Lexer.vocabulary.blocks.values()].flatMap(({ uses }) => [...uses.keys()]);

/** Everything that the language has, once: what the reference lists, in one text. */
const EVERYTHING = `
import "../shared/zones.kvmnet"
/// Everything the hosts themselves say to each other.
/* a remark */ network management { roles management, heartbeat subnet 10.11.10.0/24, 2001:db8:10::/64
  gateway 10.11.10.1, 2001:db8:10::1 dns 10.11.10.2, 10.11.10.3 search example.com, example.net mtu 1500
  zone trusted route 10.30.0.0/16 via 10.11.10.1 metric 5 }
network tenant { roles vm vlan 13 bridge br-tenant }
network edge { roles vm vlans 100-199, 300 }
network front { roles vm vlan 14 }
zone tenants { target DROP services ssh, http ports 8080/tcp, 53/udp sources 192.0.2.0/24, 52:54:00:00:00:01, ipset:x
  forward yes masquerade no rich-rule "rule family=\\"ipv4\\" reject" rich-rule "rule service name=ssh accept" }
profile small { nic eth0 nic eth1 dns 192.0.2.53 forwarding on }
profile large is small { nic eth2 nic eth3 nic eth4 nic eth5 }
pool rack1 { hosts kvm1, kvm2 }
host kvm1 is small, large {
  ssh admin@kvm1.example.com:22 number 22 via kvm2 dns 192.0.2.53, 2001:db8::53 forwarding off
  route 10.20.0.0/16 via 10.11.10.254 metric 200 route 2001:db8:99::/48 via 2001:db8:10::fe
  nic eth0 { mac 00:21:28:AA:bb:01 mtu 1500 wake-on-lan on }
  nic eth2 { address 192.0.2.10/24, 2001:db8::10/64 gateway 192.0.2.1, 2001:db8::1 dns 192.0.2.53 search a.example
    zone public route 198.51.100.0/24 via 192.0.2.9 }
  nic eth3 { none } nic eth4 { dhcp slaac } nic eth5 { wake-on-lan }
  bond bond0 { ports eth0, eth1 mode active-backup primary eth0 miimon 100 ms updelay 200 ms downdelay 1 s
    fail-over-mac active mac 00:21:28:aa:bb:02 mtu 9000 carries management, tenant none }
  bond bond1 { ports eth3 mode 802.3ad lacp-rate fast hash layer3+4 min-links 1 ad-select bandwidth }
  bond bond2 { ports eth4 mode balance-rr arp-interval 1 s arp-targets 192.0.2.1, 192.0.2.2 }
  vlan bond1.30 on bond1 id 30 { mtu 1400 address 10.11.30.22/24 }
  vlan front { on bond1 network front }
  bridge br-front { ports front network front stp on priority 4096 forward-delay 15 s hello-time 2 s max-age 20 s
    ageing-time 300 s multicast-snooping off mac 00:21:28:aa:bb:03 mtu 1500 }
  bridge br-edge { vlan-aware vlans 400, 500-510 pvid 1 network edge stp off
    port bond1 { trunk 100-199, 300 native 5 isolated yes priority 8 cost 100 } }
  nat lab { bridge virbr-lab subnet 192.168.100.0/24, fd00:100::/64 dhcp 192.168.100.10-192.168.100.200, fd00:100::10-fd00:100::20
    lease 52:54:00:00:00:01 192.168.100.5 web1 lease 52:54:00:00:00:02 192.168.100.6 dns 192.0.2.53 domain lab.example
    over eth2 forward 2222/tcp to web1:22 mtu 1400 zone libvirt autostart no }
  routed dmz { subnet 192.168.60.0/24 } isolated back { subnet 192.168.50.0/24 host-access no }
}
host kvm2 is large { number 23 }
guest web1 on kvm1 {
  vcpus 4 pin 2-5, 8
  nic { network tenant model virtio queues auto bandwidth in 1 Gbit/s peak 2 Gbit/s burst 64 KiB out 500 Mbit/s
    filter clean-traffic isolated link on boot 1 mtu 1400 }
  nic trunk { network edge trunk 100-110, 300 native 100 }
  nic access { bridge br-edge vlan 150 mac 52:54:00:12:34:56 queues 2 isolated no link off }
  nic back { network back }
}
guest db1 in rack1 { vcpus 2 }
`;

describe('parsing', () => {
  it('takes the example of the language reference without a finding of the language', async () => {
    const reference = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');
    const examples = [...reference.matchAll(/```kvmnet\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    expect(examples.length).toBeGreaterThan(8);
    for (const example of examples) {
      const site = await siteFrom(example);
      expect(
        codesOf(site).filter((code) => code.startsWith('syntax/')),
        example,
      ).toEqual([]);
    }
  });

  it('takes every declaration, property and literal', async () => {
    const site = await siteFrom({ 'main.kvmnet': EVERYTHING, '../shared/zones.kvmnet': 'zone x { }' });
    expect(findingsAt(site).filter((finding) => /^(syntax|naming)\//.test(finding))).toEqual([]);
    expect(site.network.hosts[0]?.devices.length).toBeGreaterThan(12);
  });

  it.each(keywords)('takes %s as a name', async (keyword) => {
    const site = await siteFrom(`
      network ${keyword} { roles vm vlan 13 zone ${keyword} bridge ${keyword}-br }
      zone ${keyword} { services ssh } profile ${keyword} { nic ${keyword} nic x-${keyword} }
      host ${keyword} is ${keyword} {
        bond b-${keyword} { ports ${keyword}, x-${keyword} primary ${keyword} carries ${keyword} }
        nat n-${keyword} { forward 1/tcp to ${keyword}:22 over ${keyword} } via ${keyword}
      }
      pool ${keyword} { hosts ${keyword} }
      guest ${keyword} on ${keyword} { nic ${keyword} { network ${keyword} } }
      guest g-${keyword} in ${keyword} { nic { network ${keyword} } }`);
    expect(
      codesOf(site).filter((code) => /^(syntax|naming\/(unknown|duplicate|invalid))/.test(code)),
    ).toEqual([]);
    expect(site.network.hosts[0]?.name).toBe(keyword);
    expect(site.network.guests.map(({ name }) => name)).toEqual([keyword, `g-${keyword}`]);
  });

  it('takes any name in quotes, and says when one needs them', async () => {
    const site = await siteFrom(
      'network "10.11.12.0" { roles vm }\nnetwork "say \\"hi\\" \\\\" { roles vm }\nnetwork 9A { roles vm }',
    );
    expect(site.network.networks.map(({ name }) => name)).toEqual(['10.11.12.0', 'say "hi" \\', '9A']);
    expect(findingsAt(site).filter((finding) => finding.startsWith('naming/'))).toEqual([
      'naming/invalid-name 3:9',
    ]);
  });

  it('keeps what stands around a missing value', () => {
    const { value } = kvmnet.parser.LangiumParser.parse(
      'network a {\n  mtu\n  zone trusted\n  vlan 13\n}\nhost b { }',
    );
    const declarations =
      'declarations' in value && Array.isArray(value.declarations) ? value.declarations : [];
    expect(declarations.find(isNetworkBlock)?.properties).toHaveLength(3);
    expect(declarations.filter(isHostBlock)).toHaveLength(1);
  });
});
