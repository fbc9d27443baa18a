import { formatInterfaceAddress } from '../../model/index.js';
import { isOnlyForGuests } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related } from '../wording.js';

export const networkOfGuestsMustNotAddressTheHost: Rule = {
  code: 'roles/vm-with-host-address',
  severity: 'error',
  reason: 'The role says that the host has no place in the network; the address says that it has.',
  title: 'A host has no address in a network that is only for guests',
  documentation: {
    what: `Looks for devices that serve networks with no role but \`vm\` and have an address, \`dhcp\` or \`slaac\`.`,
    why: `An address opens every service of the host to the guests and to whoever else is in that network, past the firewall
between the networks. With tenants that is a way out of the guest.`,
    sources: [
      '[The KVMNet language](../../language.md), “network”: hosts have an address in a network of any role but `vm`',
      'Oracle VM 3: networks with role Virtual Machine alone have no address on the server',
    ],
    whatToDo: `Remove the address. If the host shall take part, give the network a second role that says why, such as
\`roles vm, storage\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  network tenant  address 10.11.13.22/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  network tenant }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const { addresses, dhcp, slaac } = device.addressing;
      const first = addresses[0] ?? dhcp ?? slaac;
      const networks = device.networks
        .map(({ value }) => site.logicalNetwork(value))
        .filter((each) => each !== undefined);
      if (!first || networks.length === 0 || !networks.every(isOnlyForGuests)) continue;
      const what = addresses[0] ? `address ${formatInterfaceAddress(addresses[0].value)}` : 'an address';
      yield {
        message:
          `${deviceText(device)} of host ${host.name} has ${what}, but network ${listText(networks.map(({ name }) => name))} ` +
          `has role vm only: the host has no place in it.`,
        origin: first.origin,
        related: networks.flatMap(({ name, roles }) =>
          roles.slice(0, 1).map(({ origin }) => related(origin, `The roles of network ${name}.`)),
        ),
        subjects: [device.id],
        ...(!first.follows && {
          fixes: [{ title: 'Remove the address', edits: [{ kind: 'remove', at: first.origin }] }],
        }),
      };
    }
  },
};
