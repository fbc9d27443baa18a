import { describe, expect, it } from 'vitest';
import { compareKeyfiles, parseKeyfile, type Keyfile } from '../../../src/compiler/index.js';

const keyfile = (text: string): Keyfile => {
  const parsed = parseKeyfile(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};

const compare = (desired: string, actual: string) => compareKeyfiles(keyfile(desired), keyfile(actual));

const BRIDGE = `
[connection]
id=br0
type=bridge
interface-name=br0
autoconnect-ports=1
controller=x
port-type=bond

[ethernet]
cloned-mac-address=52:54:00:AA:BB:CC

[bridge]
stp=false
vlan-filtering=true
vlan-default-pvid=0
vlans=10 pvid untagged,20-22,30

[ipv4]
method=manual
address1=192.0.2.10/24
address2=192.0.2.11/24
gateway=192.0.2.1
dns=192.0.2.53;192.0.2.54;
route1=198.51.100.0/24,192.0.2.254,200
route2=0.0.0.0/0

[ipv6]
method=manual
address1=2001:db8::10/64
`;

/** The same as NetworkManager may write it, of several versions and by hand. */
const REWRITTEN = `
[connection]
autoconnect-slaves=1
id=br0
interface-name=br0
master=x
permissions=
slave-type=bond
timestamp=1700000000
type=bridge

[bridge]
forward-delay=15
stp=no
vlan-default-pvid=0
vlan-filtering=1
vlans=30,20,21-22,10 untagged pvid

[802-3-ethernet]
cloned-mac-address=52:54:00:aa:bb:cc
mtu=0

[ipv4]
address1=192.0.2.10/24,192.0.2.1
address5=192.0.2.11/24
dns=192.0.2.53;192.0.2.54
may-fail=true
method=manual
route7=198.51.100.0/24,192.0.2.254,200
route9=0.0.0.0/0,0.0.0.0

[ipv6]
addr-gen-mode=eui64
address1=2001:DB8:0::10/64
method=manual

[proxy]
`;

describe('comparison of keyfiles', () => {
  it('finds nothing in what NetworkManager writes differently on its own', () => {
    expect(compare(BRIDGE, REWRITTEN)).toEqual([]);
    expect(compare(REWRITTEN, BRIDGE)).toEqual([]);
  });

  it('says per field what the host has and what it shall have', () => {
    const actual = BRIDGE.replace('stp=false', 'stp=true')
      .replace('address2=192.0.2.11/24\n', '')
      .replace('dns=192.0.2.53;192.0.2.54;', 'dns=192.0.2.53;')
      .replace('method=manual\naddress1=2001:db8::10/64', 'method=disabled\naddr-gen-mode=default')
      .concat('ignore-auto-dns=true\n');
    expect(compare(BRIDGE, actual)).toEqual([
      // A bridge's default is on, so the field is missing from what the host effectively has.
      { path: 'bridge.stp', after: 'false' },
      { path: 'ipv4.address2', after: '192.0.2.11/24' },
      { path: 'ipv4.dns', before: '192.0.2.53', after: '192.0.2.53, 192.0.2.54' },
      { path: 'ipv6.address1', after: '2001:db8::10/64' },
      { path: 'ipv6.ignore-auto-dns', before: 'true' },
      { path: 'ipv6.method', before: 'disabled', after: 'manual' },
    ]);
  });

  it('sees the order of addresses, of which the first is the source of packets', () => {
    expect(
      compare(
        '[ipv4]\naddress1=192.0.2.1/24\naddress2=192.0.2.2/24\n',
        '[ipv4]\naddress1=192.0.2.2/24\naddress2=192.0.2.1/24\n',
      ),
    ).toHaveLength(2);
  });

  it('sees options of routes that somebody added', () => {
    expect(
      compare('[ipv4]\nroute1=192.0.2.0/24\n', '[ipv4]\nroute1=192.0.2.0/24\nroute1_options=table=100\n'),
    ).toEqual([{ path: 'ipv4.route1_options', before: 'table=100' }]);
  });
});
