import {
  familyOf,
  formatInterfaceAddress,
  isNetworkOrBroadcast,
  type IpAddress,
  type Sourced,
  type Subnet,
  contains,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, virtualNetworkText } from '../wording.js';

export const nameServerShouldBeAMachine: Rule = {
  code: 'addressing/dns-unusable',
  severity: 'warning',
  reason: 'Everything starts; each name waits for a server that cannot answer.',
  title: 'A name server has an address that a machine can have',
  documentation: {
    what: `Looks at every \`dns\`: the address is not \`0.0.0.0\` or \`::\`, in no range for multicast or reserved use, and neither the first
nor the broadcast address of the subnet that it is written with. A libvirt network must not name the address that the host has in
it. Loopback addresses are left alone: a resolver may run on the host.`,
    why: `NetworkManager and libvirt write the address down as it is. The resolver asks it first and waits seconds before it asks the
next; \`0.0.0.0\` means the machine itself to the resolver of glibc. In a libvirt network \`dns\` is where its dnsmasq forwards
to, in place of the servers of the host. Its own address would be itself: dnsmasq ignores the server with "local interface", and
where it is the only one, guests find no names but their own.`,
    sources: [
      '`resolv.conf(5)`',
      'libvirt 11.3, formatnetwork, `dns`: `forwarder`; `src/network/bridge_driver.c`: `no-resolv`',
      'dnsmasq, `src/network.c`: `check_servers`',
      'IANA, IPv4 and IPv6 special-purpose address registries',
    ],
    whatToDo: 'Write the address of the name server, or leave `dns` out.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1  dns 0.0.0.0 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1  dns 10.11.10.2 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkNetwork({ id, name, dns, subnets }): Iterable<Violation> {
    yield* check(dns, valuesOf(subnets), `network ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    yield* check(host.dns, [], `host ${host.name}`, host.id);
    for (const device of host.devices)
      yield* check(
        device.addressing.dns.filter(({ follows }) => !follows),
        [],
        `${deviceText(device)} of host ${host.name}`,
        device.id,
      );
    for (const network of host.virtualNetworks)
      if (network.kind !== 'bridged')
        yield* check(
          network.dns,
          valuesOf(network.subnets),
          `${virtualNetworkText(network)} of host ${host.name}`,
          network.id,
          network.addresses.map(({ value }) => value.address),
        );
  },
};

const valuesOf = (subnets: readonly Sourced<Subnet>[]): readonly Subnet[] =>
  subnets.map(({ value }) => value);

function* check(
  dns: readonly Sourced<IpAddress>[],
  subnets: readonly Subnet[],
  owner: string,
  subject: string,
  own: readonly IpAddress[] = [],
): Iterable<Violation> {
  for (const { value, origin } of dns) {
    const fault = own.includes(value)
      ? 'it is the address of the host there, and dnsmasq would ask itself'
      : faultOf(value, subnets);
    if (fault !== undefined)
      yield {
        message: `Address ${value} cannot be that of a name server of ${owner}: ${fault}.`,
        origin,
        subjects: [subject],
      };
  }
}

function faultOf(address: IpAddress, subnets: readonly Subnet[]): string | undefined {
  const first = Number(/^\d+/.exec(address)?.[0]);
  if (address === '::' || (familyOf(address) === 4 && first === 0)) return 'it stands for no address at all';
  if (familyOf(address) === 4 && first >= 224) return 'it is for multicast or reserved';
  if (/^ff..:/.test(address)) return 'it is for multicast';
  const subnet = subnets.find(
    (each) => contains(each, address) && isNetworkOrBroadcast({ ...each, address }),
  );
  return subnet && `it is the first or the broadcast address of subnet ${formatInterfaceAddress(subnet)}`;
}
