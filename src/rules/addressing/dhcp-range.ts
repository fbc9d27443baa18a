import {
  compareAddresses,
  contains,
  type DhcpRange,
  familyOf,
  formatInterfaceAddress,
  isNetworkOrBroadcast,
  type ManagedNetwork,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related, virtualNetworkText } from '../wording.js';

export const dhcpRangeMustFitItsSubnet: Rule = {
  code: 'addressing/dhcp-range',
  severity: 'error',
  reason: "libvirt refuses the network, or dnsmasq gives a guest the host's own address.",
  title: 'A DHCP range lies inside its subnet and leaves out the host',
  documentation: {
    what: `Compares the \`dhcp\` ranges of a libvirt network with its subnet: both ends inside, the first not above the last,
neither the first address of the subnet nor its broadcast address, and not the host's own address, which is the first usable
one.`,
    why: `libvirt checks the first three when the network is defined. It does not notice that the range holds the address of its
own bridge; the first guest that gets it takes the gateway from all others.`,
    sources: ['Seen with libvirt 11.3: range with the address of the bridge is accepted'],
    whatToDo: 'Let the range begin after the host, for example `dhcp 192.168.100.10-192.168.100.200`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.101.10-192.168.101.200 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const range of network.dhcp) {
        const fault = faultOf(range, network);
        if (!fault) continue;
        yield {
          message: `DHCP range ${range.first}-${range.last} of ${virtualNetworkText(network)} of host ${host.name} ${fault}.`,
          origin: range.origin,
          related: network.subnets.map(({ origin }) => related(origin, 'The subnet.')),
          subjects: [network.id],
        };
      }
    }
  },
};

function faultOf({ first, last }: DhcpRange, { subnets, addresses }: ManagedNetwork): string | undefined {
  if (familyOf(first) !== familyOf(last)) return 'begins in one family of addresses and ends in the other';
  if (compareAddresses(first, last) > 0) return 'ends before it begins';
  const subnet = subnets.find(({ value }) => contains(value, first) && contains(value, last))?.value;
  if (!subnet)
    return subnets.length === 0
      ? 'has no subnet that it could lie in'
      : `does not lie inside ${listText(subnets.map(({ value }) => formatInterfaceAddress(value)))}`;
  const end = [first, last].find((address) => isNetworkOrBroadcast({ ...subnet, address }));
  if (end !== undefined) return `holds ${end}, which no guest may have`;
  const own = addresses.find(
    ({ value: { address } }) =>
      familyOf(address) === familyOf(first) &&
      compareAddresses(first, address) <= 0 &&
      compareAddresses(address, last) <= 0,
  );
  return own && `holds ${own.value.address}, the address of the host itself`;
}
