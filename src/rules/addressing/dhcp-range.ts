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
  reason: 'libvirt refuses to define the network.',
  title: 'A DHCP range lies inside its subnet',
  documentation: {
    what: `Compares the \`dhcp\` ranges of a libvirt network with its subnet: both ends inside, the first not above the last,
and neither the first address of the subnet nor its broadcast address.`,
    why: `libvirt checks a range when the network is defined, and refuses the whole network for one that guests could not use.`,
    sources: ['libvirt 11.3, `src/util/virsocketaddr.c`: `virSocketAddrGetRange`'],
    whatToDo: 'Let the range lie in the subnet, for example `dhcp 192.168.100.10-192.168.100.200`.',
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

/** What libvirt refuses about a range; undefined when it takes it. */
export function faultOf({ first, last }: DhcpRange, { subnets }: ManagedNetwork): string | undefined {
  if (familyOf(first) !== familyOf(last)) return 'begins in one family of addresses and ends in the other';
  if (compareAddresses(first, last) > 0) return 'ends before it begins';
  const subnet = subnets.find(({ value }) => contains(value, first) && contains(value, last))?.value;
  if (!subnet)
    return subnets.length === 0
      ? 'has no subnet that it could lie in'
      : `does not lie inside ${listText(subnets.map(({ value }) => formatInterfaceAddress(value)))}`;
  const end = [first, last].find((address) => isNetworkOrBroadcast({ ...subnet, address }));
  return end === undefined ? undefined : `holds ${end}, which no guest may have`;
}
