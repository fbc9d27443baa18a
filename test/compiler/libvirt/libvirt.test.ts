import { describe, expect, it } from 'vitest';
import { compile, type Artifact } from '../../../src/compiler/index.js';
import type { CheckedNetwork, GuestNic, ManagedNetwork } from '../../../src/model/index.js';
import {
  address,
  at,
  bridge,
  bridged,
  device,
  guest,
  guestNic,
  host,
  managed,
  nic,
  said,
  site,
  vlans,
} from '../support/site.js';

const artifacts = (network: CheckedNetwork): readonly Artifact[] => compile(network)[0]?.artifacts ?? [];
const contentOf = (network: CheckedNetwork, path: string): string | undefined =>
  artifacts(network).find((artifact) => artifact.path === path)?.content;
const omissions = (network: CheckedNetwork): readonly string[] =>
  (compile(network)[0]?.omissions ?? []).map(({ message }) => message);

const withNetwork = (network: ManagedNetwork): CheckedNetwork =>
  site({ hosts: [host({ virtualNetworks: [network] })] });
const withNic = (given: Partial<GuestNic>, aware = true): CheckedNetwork =>
  site({
    hosts: [
      host({
        devices: [bridge('br0', [], { vlanAware: said(aware), pvid: said(7) })],
        virtualNetworks: [bridged('edge', 'br0'), managed('nat', 'lab')],
      }),
    ],
    guests: [
      guest('web1', [
        guestNic('web1', 'n', { attachment: { kind: 'bridge', name: 'br0', origin: at(0) }, ...given }),
      ]),
    ],
  });
const interfaceOf = (given: Partial<GuestNic>, aware = true): string =>
  contentOf(withNic(given, aware), '/var/lib/kvmnet/guests/web1/n.xml') ?? '';

describe('libvirt network', () => {
  it('has a MAC of its own that no guest has, and keeps it', () => {
    const lab = managed('nat', 'lab');
    const macOf = (network: CheckedNetwork): string =>
      /<mac address='([^']*)'/.exec(contentOf(network, '/etc/libvirt/qemu/networks/lab.xml') ?? '')?.[1] ??
      '';
    const first = macOf(withNetwork(lab));
    expect(first).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
    expect(macOf(withNetwork({ ...lab, mtu: said(1400) }))).toBe(first);
    const clash = site({
      hosts: [host({ virtualNetworks: [lab] })],
      guests: [guest('web1', [guestNic('web1', 'lab', { mac: said(first) })])],
    });
    expect(macOf(clash)).not.toBe(first);
    expect(macOf(clash)).toMatch(/^52:54:00/);
  });

  it('tells whether it starts with the host, which its XML cannot', () => {
    const [lab] = artifacts(withNetwork(managed('nat', 'lab', { autostart: said(false) })));
    expect(lab).toMatchObject({ kind: 'libvirt-network', autostart: false });
  });

  it('says that a lease of IPv6 without a name cannot be told to libvirt', () => {
    const network = withNetwork(
      managed('nat', 'lab', {
        subnets: [said(address('fd00::/64'))],
        addresses: [said(address('fd00::1/64'))],
        leases: [{ mac: '52:54:00:00:00:01', address: 'fd00::5', origin: at(0) }],
      }),
    );
    expect(omissions(network)).toEqual([
      'The lease of fd00::5 is left out: libvirt tells IPv6 guests apart by name, not by MAC.',
    ]);
  });

  it('says which character of its documentation XML cannot hold', () => {
    const network = withNetwork(managed('nat', 'lab', { documentation: 'a\u0001b' }));
    expect(omissions(network)).toEqual([
      '"a\\u0001b" holds a character that XML 1.0 cannot hold; it is written as U+FFFD.',
    ]);
  });

  describe('with forwarded ports', () => {
    const forwarding = (kind: ManagedNetwork['kind'], mac = '52:54:00:00:00:01'): CheckedNetwork =>
      site({
        hosts: [
          host({
            devices: [nic('eth0')],
            virtualNetworks: [
              managed(kind, 'lab.x', {
                subnets: [said(address('192.168.1.0/24'))],
                addresses: [said(address('192.168.1.1/24'))],
                leases: [{ mac: '52:54:00:00:00:01', address: '192.168.1.5', origin: at(0) }],
                forwards: [
                  {
                    port: { number: 2222, protocol: 'tcp' },
                    guest: said('guest/web1'),
                    guestPort: 22,
                    origin: at(3),
                  },
                ],
                over: said(device('eth0')),
              }),
            ],
          }),
        ],
        guests: [guest('web1', [guestNic('web1', 'lab.x', { mac: said(mac) })])],
      });

    it('is left to firewalld, because libvirt rejects what a guest did not begin', () => {
      const network = forwarding('nat');
      expect(contentOf(network, '/etc/libvirt/qemu/networks/lab.x.xml')).toContain("<forward mode='open'/>");
      const policy = artifacts(network).find(({ kind }) => kind === 'firewalld-policy');
      expect(policy?.name).toMatch(/^kvmnet-lab_-[0-9a-f]{5}$/);
      // No address of the host is known, so the rule has no destination.
      expect(policy?.content).toContain(
        "<rule family='ipv4'>\n    <forward-port port='2222' protocol='tcp' to-port='22' to-addr='192.168.1.5'/>",
      );
      expect(Object.values(policy?.fieldOrigins ?? {}).some(({ range }) => range.start.line === 3)).toBe(
        true,
      );
      expect(omissions(network)).toEqual([
        'Network lab.x is not held to one device: libvirt leaves a network with forwarded ports to firewalld, which translates addresses on all.',
      ]);
    });

    it('stays as it is when the guest has no fixed address', () => {
      const network = forwarding('nat', '52:54:00:00:00:02');
      expect(contentOf(network, '/etc/libvirt/qemu/networks/lab.x.xml')).toContain(
        "<forward mode='nat' dev='eth0'/>",
      );
      expect(omissions(network)).toEqual([
        'The forward of port 2222/tcp is left out: the guest has no fixed address in the network.',
      ]);
    });

    it('is possible only in a nat network', () => {
      expect(omissions(forwarding('routed'))).toEqual([
        'The forward of port 2222/tcp is left out: only a nat network forwards ports.',
      ]);
    });
  });
});

describe('guest interface', () => {
  it('is given the untagged VLAN of its bridge by name', () => {
    expect(interfaceOf({})).toContain("<vlan>\n    <tag id='7'/>\n  </vlan>");
    expect(interfaceOf({ vlan: said(9) })).toContain("<tag id='9'/>");
  });

  it('has the native VLAN in its trunk even when only the trunk leaves it out', () => {
    expect(interfaceOf({ trunk: said(vlans(10, 12)), native: said(11) })).toContain(
      "<vlan trunk='yes'>\n    <tag id='10'/>\n    <tag id='11' nativeMode='untagged'/>\n    <tag id='12'/>\n  </vlan>",
    );
  });

  it('has no VLAN where the bridge does not filter, and says so', () => {
    expect(interfaceOf({ vlan: said(9) }, false)).not.toContain('vlan');
    expect(omissions(withNic({ vlan: said(9) }, false))).toEqual([
      'The VLANs of NIC n of web1 on kvm1 are left out: br0 is no VLAN-aware bridge there.',
    ]);
  });

  it('rounds limits up to the units of libvirt', () => {
    const bandwidth = {
      in: { average: said(1), peak: said(8001), burst: said(1025) },
      out: { average: said(1_000_000_000) },
    };
    expect(interfaceOf({ bandwidth })).toContain(
      "<inbound average='1' peak='2' burst='2'/>\n    <outbound average='125000'/>",
    );
  });

  it('says a queue count only above one', () => {
    expect(interfaceOf({ queues: said(1) })).not.toContain('driver');
    expect(interfaceOf({ queues: said(2) })).toContain("<driver name='vhost' queues='2'/>");
  });

  it('is left out where the host has nothing of that name, and says so', () => {
    const network = withNic({ attachment: { kind: 'network', name: 'gone', origin: at(0) } });
    expect(artifacts(network).filter(({ kind }) => kind === 'guest-interface')).toEqual([]);
    expect(omissions(network)).toEqual(['NIC n of web1 on kvm1 is left out: the host has no gone.']);
  });

  it('is written for every host that its guest may run on', () => {
    const kvm2 = 'host/kvm2';
    const web1 = guest('web1', [
      guestNic('web1', 'n', { attachment: { kind: 'bridge', name: 'br0', origin: at(0) } }),
    ]);
    const network = site({
      hosts: [
        host({ devices: [bridge('br0', [])] }),
        host({
          id: kvm2,
          name: 'kvm2',
          devices: [bridge('br0', [], { id: 'host/kvm2/device/br0', host: kvm2 })],
        }),
      ],
      guests: [{ ...web1, hosts: [...web1.hosts, kvm2] }],
    });
    expect(
      compile(network).map((each) => each.artifacts.filter(({ kind }) => kind === 'guest-interface').length),
    ).toEqual([1, 1]);
  });
});
