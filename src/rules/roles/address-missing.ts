import { addressesHosts, hasAddress, hasRole } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import { stackOf } from '../lower-devices.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related } from '../wording.js';

export const hostShouldHaveAnAddressInItsNetworks: Rule = {
  code: 'roles/address-missing',
  severity: 'warning',
  reason: 'The device comes up, but the host cannot do in the network what the role says.',
  title: 'A host has an address in each network whose role needs one',
  documentation: {
    what: `Looks for devices that serve a network with a role other than \`vm\` and have no address: the host has no \`number\`, or
the network no \`subnet\`, and the device says neither \`address\` nor \`dhcp\` nor \`slaac\`. With \`none\` on the device the
rule is silent, unless it is the one for management.`,
    why: `Management, heartbeat, migration and storage are things that the host itself does, and for that it needs an address
there. oVirt refuses such a network with NETWORK_ADDR_MANDATORY_FOR_ROLE_NETWORK.`,
    sources: ['oVirt: AppErrors, NETWORK_ADDR_MANDATORY_FOR_ROLE_NETWORK'],
    whatToDo: 'Give the host a `number` and the network a `subnet`, or write the address on the device.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const lacking = carriedNetworks(host, site).filter(
      ({ network, device }) =>
        addressesHosts(network) &&
        (!device.addressing.none || hasRole(network, 'management')) &&
        // An address further down is the matter of addressing/address-on-port.
        !stackOf(device, (id) => site.device(id)).some(({ addressing }) => hasAddress(addressing)),
    );
    const byNumber = lacking.filter(
      ({ network, device }) => network.subnets.length > 0 && !host.number && !device.addressing.none,
    );
    const [first] = byNumber;
    if (first)
      yield {
        message:
          `Host ${host.name} has no number, and so no address in ${byNumber.length === 1 ? 'network' : 'networks'} ` +
          `${listText([...new Set(byNumber.map(({ network }) => network.name))])}.`,
        origin: host.places.name,
        related: [related(first.origin, `Network ${first.network.name} is carried here.`)],
        subjects: [host.id],
      };
    for (const { network, device } of lacking)
      if (device.addressing.none)
        yield {
          message: `${deviceText(device)} of host ${host.name} says none, although network ${network.name} is for management: the host is not reachable there.`,
          origin: device.addressing.none.origin,
          subjects: [device.id],
          fixes: [{ title: 'Remove none', edits: [{ kind: 'remove', at: device.addressing.none.origin }] }],
        };
    for (const { network, device, origin } of lacking)
      if (network.subnets.length === 0 && !device.addressing.none)
        yield {
          message: `${deviceText(device)} of host ${host.name} has no address, although it serves network ${network.name}, and that has no subnet.`,
          origin,
          related: [related(network.places.name, 'The network.')],
          subjects: [device.id],
        };
  },
};
