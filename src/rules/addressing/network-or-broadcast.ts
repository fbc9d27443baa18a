import {
  contains,
  formatInterfaceAddress,
  type InterfaceAddress,
  isNetworkOrBroadcast,
  type Origin,
  type Sourced,
  type Subnet,
  subnetOf,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, virtualNetworkText } from '../wording.js';

export const addressMustBeThatOfAHost: Rule = {
  code: 'addressing/network-or-broadcast',
  severity: 'error',
  reason: 'Neighbours do not accept the address as that of a host.',
  title: "No host has a subnet's first address or its broadcast address",
  documentation: {
    what: `Looks at the addresses of devices (also those from a host's \`number\`), gateways and leases: none may be the first
address of its subnet, which stands for the subnet itself, nor in IPv4 the last, which is its broadcast address. Subnets of
two addresses (/31, /127) are left alone.`,
    why: `The kernel of every neighbour answers to the broadcast address itself and refuses connections to it; IPv6 keeps the
first address for "any router of this subnet". NetworkManager sets it all the same. libvirt refuses the broadcast address
at the end of a DHCP range and nothing else.`,
    sources: [
      'RFC 919; RFC 4291, 2.6.1; RFC 3021 for /31',
      'Seen with NetworkManager 1.52.1 and libvirt 11.3',
    ],
    whatToDo: 'Choose an address between the two, or correct the prefix length.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 255  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 25  nic eth0 { carries management } }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const numbered: Violation[] = [];
    for (const device of host.devices)
      for (const { value, origin, follows } of device.addressing.addresses) {
        const text = `${formatInterfaceAddress(value)} of ${deviceText(device)} of host ${host.name}`;
        if (follows?.rule === 'number' && host.number)
          numbered.push(...check(value, host.number.origin, text, device.id));
        else yield* check(value, origin, text, device.id);
      }
    yield* merged(numbered);
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const { address, origin } of network.leases)
        yield* check(
          inSubnet(address, network.subnets),
          origin,
          `Lease ${address} of ${virtualNetworkText(network)} of host ${host.name}`,
          network.id,
        );
    }
  },
  *checkNetwork({ id, name, gateways, subnets }): Iterable<Violation> {
    for (const { value, origin } of gateways)
      yield* check(inSubnet(value, subnets), origin, `Gateway ${value} of network ${name}`, id);
  },
};

/** A number that fits into no subnet is one mistake, however many networks the host is in. */
function merged([first, ...others]: readonly Violation[]): readonly Violation[] {
  if (!first) return [];
  if (others.length === 0) return [first];
  const what = others.length === 1 ? 'one other network' : `${others.length} other networks`;
  const subjects = [first, ...others].flatMap((violation) => violation.subjects ?? []);
  return [{ ...first, message: `${first.message.slice(0, -1)}; so it is in ${what}.`, subjects }];
}

function inSubnet(address: string, subnets: readonly Sourced<Subnet>[]): InterfaceAddress | undefined {
  const subnet = subnets.find(({ value }) => contains(value, address))?.value;
  return subnet && { ...subnet, address };
}

function* check(
  address: InterfaceAddress | undefined,
  origin: Origin,
  text: string,
  subject: string,
): Iterable<Violation> {
  if (!address || !isNetworkOrBroadcast(address)) return;
  const subnet = subnetOf(address);
  const what = address.address === subnet.address ? 'the first address of' : 'the broadcast address of';
  yield {
    message: `${text} is ${what} subnet ${formatInterfaceAddress(subnet)}: no host can have it.`,
    origin,
    subjects: [subject],
  };
}
