import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const deviceMustHaveAnAddressOrNone: Rule = {
  code: 'addressing/none-with-address',
  severity: 'error',
  reason: 'The text says both that the device has an address and that it has none.',
  title: 'A device has an address, or none',
  documentation: {
    what: 'Looks for devices with `none` and an `address`, `dhcp` or `slaac`.',
    why: `\`none\` keeps a device free of every address, also of that which its network and the host's number would give. With an
address beside it one of the two is a leftover, often of a profile, and guessing which would take an address away or leave one
behind.`,
    sources: ['[The KVMNet language](../../language.md), “Addresses”'],
    whatToDo: 'Remove `none`, or remove the address.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { none  address 192.0.2.10/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { address 192.0.2.10/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices) {
      const { none, addresses, dhcp, slaac } = device.addressing;
      const address = addresses[0] ?? dhcp ?? slaac;
      if (!none || !address) continue;
      yield {
        message: `${deviceText(device)} of host ${host.name} says none, and has an address all the same.`,
        origin: none.origin,
        related: [related(address.origin, 'The address.')],
        subjects: [device.id],
        fixes: [
          { title: 'Remove none', edits: [{ kind: 'remove', at: none.origin }] },
          ...(addresses.length > 0 && !dhcp && !slaac
            ? [{ title: 'Remove the address', edits: [{ kind: 'remove', at: address.origin } as const] }]
            : []),
        ],
      };
    }
  },
};
