import { compareAddresses, type DhcpRange, familyOf, type InterfaceAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';
import { faultOf } from './dhcp-range.js';

export const dhcpRangeIsBestWithoutTheHost: Rule = {
  code: 'addressing/dhcp-range-holds-gateway',
  severity: 'information',
  reason: 'It works; one address fewer than it looks is handed out.',
  title: "A DHCP range leaves out the host's own address",
  documentation: {
    what: `Looks for \`dhcp\` ranges of libvirt networks that hold the address of the host in the network, which is the first
usable one of the subnet.`,
    why: `dnsmasq never hands out an address of its own interface, so that no guest gets the gateway's. The range only says more
than there is: of \`192.168.100.1-192.168.100.50\` guests get 49 addresses.`,
    sources: [
      'Seen with libvirt 11.3: range with the address of the bridge is accepted',
      'dnsmasq 2.91, `src/dhcp.c`: `address_allocate` leaves out addresses in use by the server',
    ],
    whatToDo: 'Let the range begin after the host, for example `dhcp 192.168.100.10-192.168.100.200`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.1-192.168.100.200 }
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
        const own = network.addresses.find(({ value }) => isWithin(range, value));
        // What libvirt refuses is the matter of addressing/dhcp-range.
        if (!own || faultOf(range, network) !== undefined) continue;
        yield {
          message:
            `DHCP range ${range.first}-${range.last} of ${virtualNetworkText(network)} of host ${host.name} holds ` +
            `${own.value.address}, the address of the host itself, which no guest gets.`,
          origin: range.origin,
          related: [related(own.origin, 'The address of the host.')],
          subjects: [network.id],
        };
      }
    }
  },
};

const isWithin = ({ first, last }: DhcpRange, { address }: InterfaceAddress): boolean =>
  familyOf(address) === familyOf(first) &&
  compareAddresses(first, address) <= 0 &&
  compareAddresses(address, last) <= 0;
