import { describe, expect, it } from 'vitest';
import {
  compareKeyfiles,
  compile,
  parseKeyfile,
  type CompileOptions,
  type Keyfile,
} from '../../../src/compiler/index.js';
import type { Device } from '../../../src/model/index.js';
import {
  addressing,
  bond,
  bridge,
  device,
  nic,
  oneHost,
  port,
  route,
  said,
  vlan,
  vlans,
} from '../support/site.js';

/** What `nmcli --offline connection add` wrote when asked for the same devices: NetworkManager 1.42 and 1.52. */
const keyfile = (text: string): Keyfile => {
  const parsed = parseKeyfile(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

/** What differs between our profile and nmcli's, but for identity and owner. */
function differences(name: string, devices: readonly Device[], byNmcli: string, options?: CompileOptions) {
  const ours = compile(oneHost(devices), options)[0]?.artifacts.find((artifact) => artifact.name === name);
  return compareKeyfiles(keyfile(ours?.content ?? ''), keyfile(byNmcli)).filter(
    ({ path }) => !['connection.id', 'connection.uuid', 'user.org.kvmnet.owner'].includes(path),
  );
}

/** Controllers start their ports, which nobody told nmcli. */
const AUTOCONNECT = { path: 'connection.autoconnect-ports', after: '1' };
/** The default is said as well: nobody told nmcli. */
const DEFAULT_MTU = { path: 'ethernet.mtu', after: '1500' };

const BOND_8023AD = `[connection]
id=bond0
uuid=ac4d5816-4ef2-49a7-af68-5d0c52509609
type=bond
interface-name=bond0

[ethernet]
mtu=9000

[bond]
ad_select=bandwidth
downdelay=200
lacp_rate=fast
miimon=100
min_links=1
mode=802.3ad
updelay=200
xmit_hash_policy=layer3+4

[ipv4]
method=disabled

[ipv6]
addr-gen-mode=default
method=disabled

[proxy]
`;

const addressed = (v4: string, v6: string): string => `[connection]
id=bond1
uuid=6dc704e7-256f-4672-a6cb-16c23dd9577b
type=bond
interface-name=bond1
zone=public

[bond]
fail_over_mac=active
miimon=100
mode=active-backup
primary=ens4

[ipv4]
${v4}
dns=192.0.2.53;192.0.2.54;
dns-search=example.net;
method=manual

[ipv6]
addr-gen-mode=eui64
${v6}
method=manual

[proxy]
`;

const VLAN = `[connection]
id=bond0.30
uuid=2e013bed-6d7a-4a14-8c1a-a49183fb9377
type=vlan
interface-name=bond0.30
zone=internal

[ethernet]
mtu=1500

[vlan]
flags=1
id=30
parent=bond0

[ipv4]
address1=10.30.0.11/24
method=manual
never-default=true
route1=10.99.0.0/16,10.30.0.1,100

[ipv6]
addr-gen-mode=default
method=disabled

[proxy]
`;

const BRIDGE = `[connection]
id=brt1
uuid=f646f67b-574d-4bf8-afc9-b5f7b34891b1
type=bridge
interface-name=brt1

[ethernet]

[bridge]
stp=false
vlan-default-pvid=0
vlan-filtering=true
vlan-protocol=802.1Q

[ipv4]
method=disabled

[ipv6]
addr-gen-mode=default
method=disabled

[proxy]
`;

const bridgePort = (words: string): string => `[connection]
id=brt1-ens6
uuid=bba011e9-01c8-4b0c-b0f4-7f306781cde9
type=ethernet
interface-name=ens6
${words}

[ethernet]

[bridge-port]
vlans=20,30-32
`;

const PORT_BY_MAC = `[connection]
id=bond0-mac
uuid=437b384d-49d9-4d2d-81e0-e2aface7da47
type=ethernet
controller=bond0
port-type=bond

[ethernet]
mac-address=52:54:00:00:01:20
mtu=9000

[bond-port]
`;

describe('profile beside that of nmcli', () => {
  it('of a bond with LACP says the same', () => {
    const bond0 = bond('bond0', [], {
      mode: said('802.3ad'),
      mtu: said(9000),
      options: {
        miimon: said(100),
        updelay: said(200),
        downdelay: said(200),
        minLinks: said(1),
        lacpRate: said('fast'),
        hash: said('layer3+4'),
        adSelect: said('bandwidth'),
      },
    });
    expect(differences('bond0', [bond0], BOND_8023AD)).toEqual([AUTOCONNECT]);
  });

  const bond1: readonly Device[] = [
    nic('ens4', { controller: device('bond1') }),
    bond('bond1', ['ens4'], {
      options: { miimon: said(100), primary: said(device('ens4')), failOverMac: said('active') },
      addressing: addressing({
        static: ['192.0.2.10/24', '2001:db8::10/64'],
        gateways: [said('192.0.2.1'), said('2001:db8::1')],
        dns: [said('192.0.2.53'), said('192.0.2.54')],
        search: [said('example.net')],
        zone: said('public'),
      }),
    }),
  ];

  it.each([
    ['1.42', addressed('address1=192.0.2.10/24,192.0.2.1', 'address1=2001:db8::10/64,2001:db8::1')],
    [
      '1.52',
      addressed('address1=192.0.2.10/24\ngateway=192.0.2.1', 'address1=2001:db8::10/64\ngateway=2001:db8::1'),
    ],
  ])('of a bond with addresses says the same as that of %s', (_, byNmcli) => {
    expect(differences('bond1', bond1, byNmcli)).toEqual([AUTOCONNECT, DEFAULT_MTU]);
  });

  it('of a VLAN says the same, and needs no never-default without a gateway', () => {
    const devices = [
      bond('bond0', [], { mtu: said(9000) }),
      vlan('bond0.30', 'bond0', 30, {
        addressing: addressing({
          static: ['10.30.0.11/24'],
          zone: said('internal'),
          routes: [route('10.99.0.0/16', '10.30.0.1', 100)],
        }),
      }),
    ];
    expect(differences('bond0.30', devices, VLAN)).toEqual([{ path: 'ipv4.never-default', before: 'true' }]);
  });

  const brt1: readonly Device[] = [
    nic('ens6', { controller: device('brt1') }),
    bridge('brt1', [port('ens6', { trunk: said(vlans(20, [30, 32])) })], { vlanAware: said(true) }),
  ];

  it('of a VLAN-aware bridge says the same', () => {
    expect(differences('brt1', brt1, BRIDGE)).toEqual([AUTOCONNECT, DEFAULT_MTU]);
  });

  it.each([
    ['older', 'master' as const, 'master=brt1\nslave-type=bridge'],
    ['newer', 'controller' as const, 'controller=brt1\nport-type=bridge'],
  ])('of a port in the %s words says the same, whichever nmcli used', (_, vocabulary, words) => {
    for (const byNmcli of [bridgePort(words), bridgePort('controller=brt1\nport-type=bridge')]) {
      expect(differences('ens6', brt1, byNmcli, { vocabulary })).toEqual([DEFAULT_MTU]);
    }
  });

  it('of a port found by its MAC says the same', () => {
    const devices = [
      nic('a', { mac: said('52:54:00:00:01:20'), mtu: said(9000), controller: device('bond0') }),
      bond('bond0', ['a']),
    ];
    expect(differences('a', devices, PORT_BY_MAC)).toEqual([]);
  });
});
