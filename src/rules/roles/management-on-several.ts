import { hasRole } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const hostShouldHaveOneManagementNetwork: Rule = {
  code: 'roles/management-on-several',
  severity: 'warning',
  reason: 'The host works, but which of the two is the way to it is left to chance.',
  title: 'A host has management in one place',
  documentation: {
    what: 'Looks for hosts that carry two networks with role `management`, or one of them on two devices.',
    why: `A host is known under one management address: to its guests' migration, to the tools that deploy, to monitoring. With two,
half of them use the other one, and a change that is tested on one may cut the other.`,
    sources: ['Oracle VM 3, network roles: exactly one management interface for each server'],
    whatToDo: `Keep the role on one network. An administration network that only some people use is no network of the hosts: remove
it; if a host needs an address there, write \`vlan eth0.9 { on eth0  id 9  address 10.11.9.22/24 }\` in the host.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network admin { roles management  vlan 9  subnet 10.11.9.0/24 }
      host kvm1 { number 22  nic eth0 { carries management, admin } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const [first, ...others] = carriedNetworks(host, site).filter(({ network }) =>
      hasRole(network, 'management'),
    );
    if (!first) return;
    for (const { network, device, origin } of others)
      yield {
        message:
          `Host ${host.name} has management on ${deviceText(device)} (network ${network.name}), and already on ` +
          `${deviceText(first.device)} (network ${first.network.name}).`,
        origin,
        related: [related(first.origin, 'Management is carried here.')],
        subjects: [host.id, device.id, first.device.id],
      };
  },
};
