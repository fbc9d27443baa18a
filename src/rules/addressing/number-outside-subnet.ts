import { addressesHosts, addressInSubnet, formatInterfaceAddress, lastAddressOf } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const hostNumberMustFitEverySubnet: Rule = {
  code: 'addressing/number-outside-subnet',
  severity: 'error',
  reason: 'The host would have no address in the network.',
  title: "A host's number fits into every subnet that it has an address in",
  documentation: {
    what: `Adds the \`number\` of a host to the subnet of each network that it carries (of any role but \`vm\`), unless the device
says its address itself, and looks whether the sum is still in the subnet.`,
    why: `A /24 has room for the numbers 1 to 254, a /28 for 1 to 14. The number is the same in all networks, so the smallest
subnet decides.`,
    sources: [
      '[The KVMNet language](../../language.md), “carries”: the address is the subnet plus the number',
    ],
    whatToDo: 'Choose a smaller number, a larger subnet, or write the `address` on the device.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/28 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/28 }
      host kvm1 { number 12  nic eth0 { carries management } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const { number } = host;
    if (!number) return;
    for (const { networks, addressing, id } of host.devices) {
      if (addressing.none ?? addressing.dhcp ?? addressing.slaac) continue;
      if (addressing.addresses.some(({ follows }) => !follows)) continue;
      for (const { value } of networks) {
        const network = site.logicalNetwork(value);
        if (!network || !addressesHosts(network)) continue;
        for (const subnet of network.subnets) {
          if (addressInSubnet(subnet.value, number.value) !== undefined) continue;
          yield {
            message:
              `Number ${number.value} of host ${host.name} does not fit into ${formatInterfaceAddress(subnet.value)} ` +
              `of network ${network.name}, which ends at ${lastAddressOf(subnet.value)}.`,
            origin: number.origin,
            related: [related(subnet.origin, 'The subnet.')],
            subjects: [host.id, id],
          };
        }
      }
    }
  },
};
