import { compareOrigins, type Fix, formatInterfaceAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related } from '../wording.js';

export const deviceShouldHaveDhcpOrAnAddress: Rule = {
  code: 'addressing/dhcp-with-address',
  severity: 'warning',
  reason: 'It works, and the device has two addresses: that of the lease comes in addition.',
  title: 'A device has an IPv4 address by DHCP, or a written one',
  documentation: {
    what: `Looks for devices with \`dhcp\` and an IPv4 \`address\`. An IPv6 address beside \`dhcp\`, or beside \`slaac\`, is usual and
not reported.`,
    why: `NetworkManager keeps the written address and adds that of the lease. The two usually lie in one subnet: which of them the
host sends from is up to the order in which they came, and name server, gateway and routes come from the lease as well as from
the text. Usually one of the two is a leftover, often of a profile.`,
    sources: [
      'NetworkManager 1.54, `src/core/devices/nm-device.c`: `L3_CONFIG_DATA_TYPE_MANUALIP` beside `L3_CONFIG_DATA_TYPE_DHCP_4`',
      '[The KVMNet language](../../language.md), “Addresses”',
    ],
    whatToDo: 'Remove one of the two. If the host really shall have both, silence the warning and say so.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { nic eth0 { carries management  dhcp  address 10.11.10.22/24 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { nic eth0 { carries management  address 10.11.10.22/24 } }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices) {
      const { dhcp, addresses } = device.addressing;
      const own = addresses.filter(({ value, follows }) => value.family === 4 && !follows);
      const [address] = own;
      if (!dhcp || !address) continue;
      const texts = listText(own.map(({ value }) => formatInterfaceAddress(value)));
      const isFirst = compareOrigins(dhcp.origin, address.origin) < 0;
      const fixes: Fix[] = [{ title: 'Remove dhcp', edits: [{ kind: 'remove', at: dhcp.origin }] }];
      if (own.length === addresses.length)
        fixes.push({ title: `Remove address ${texts}`, edits: [{ kind: 'remove', at: address.origin }] });
      yield {
        message: `${deviceText(device)} of host ${host.name} has dhcp and address ${texts}: the address of the lease comes in addition. Remove one of them.`,
        origin: (isFirst ? address : dhcp).origin,
        related: [isFirst ? related(dhcp.origin, 'DHCP.') : related(address.origin, 'The address.')],
        subjects: [device.id],
        fixes,
      };
    }
  },
};
