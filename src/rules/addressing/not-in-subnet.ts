import { contains, formatInterfaceAddress, type LogicalNetwork } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related, virtualNetworkText } from '../wording.js';

export const addressMustLieInItsNetwork: Rule = {
  code: 'addressing/not-in-subnet',
  severity: 'error',
  reason: 'Nobody else on the network can reach the address.',
  title: 'An address lies in the subnet of its network',
  documentation: {
    what: `Compares the addresses of a device with the subnets of the networks that it serves (\`network\` or \`carries\`), and
the leases of a libvirt network with its subnets. Networks without a subnet of that family are not looked at.`,
    why: `The other hosts send to the subnet of the network. NetworkManager sets any address, and libvirt hands out any lease,
without a look at the subnet; dnsmasq then refuses the lease while it runs.`,
    sources: ['Seen with NetworkManager 1.52.1 and libvirt 11.3: neither checks it'],
    whatToDo: `Correct the address or the subnet. If the device really has an address beside its network, give it a VLAN or
NIC of its own.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        nic eth0
        bridge br0 { ports eth0  network management  address 10.11.11.22/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        nic eth0
        bridge br0 { ports eth0  network management  address 10.11.10.22/24 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const networks = device.networks
        .map(({ value }) => site.logicalNetwork(value))
        .filter((network) => network !== undefined);
      for (const { value, origin, follows } of device.addressing.addresses) {
        const subnets = subnetsOf(networks).filter(({ value: { family } }) => family === value.family);
        if (
          follows ||
          subnets.length === 0 ||
          subnets.some((subnet) => contains(subnet.value, value.address))
        )
          continue;
        yield {
          message:
            `Address ${formatInterfaceAddress(value)} of ${deviceText(device)} of host ${host.name} lies outside ` +
            `${listText(subnets.map((subnet) => formatInterfaceAddress(subnet.value)))}, the subnet of network ` +
            `${listText(networks.map(({ name }) => name))}.`,
          origin,
          related: subnets.map((subnet) => related(subnet.origin, 'The subnet.')),
          subjects: [device.id],
        };
      }
    }
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || network.subnets.length === 0) continue;
      for (const { address, origin } of network.leases) {
        if (network.subnets.some(({ value }) => contains(value, address))) continue;
        yield {
          message:
            `Lease ${address} of ${virtualNetworkText(network)} of host ${host.name} lies outside ` +
            `${listText(network.subnets.map(({ value }) => formatInterfaceAddress(value)))}.`,
          origin,
          related: network.subnets.map((subnet) => related(subnet.origin, 'The subnet.')),
          subjects: [network.id],
        };
      }
    }
  },
};

const subnetsOf = (networks: readonly LogicalNetwork[]): LogicalNetwork['subnets'] =>
  networks.flatMap(({ subnets }) => subnets);
