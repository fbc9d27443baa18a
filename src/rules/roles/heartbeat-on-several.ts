import { hasRole } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const hostShouldHaveOneHeartbeatNetwork: Rule = {
  code: 'roles/heartbeat-on-several',
  severity: 'warning',
  reason: 'The cluster uses one of them; the other gives a feeling of safety and nothing else.',
  title: 'A host has heartbeat in one place',
  documentation: {
    what: 'Looks for hosts that carry two networks with role `heartbeat`, or one of them on two devices.',
    why: `A cluster is set up with one heartbeat network. Redundancy comes from a bond below it, which switches over faster than
the cluster takes to declare a host dead.`,
    sources: ['Oracle VM 3, network roles: one network with Cluster Heartbeat for each server pool'],
    whatToDo: 'Keep the role on one network, on a bond with two ports.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network pulse-a { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
      network pulse-b { roles heartbeat  vlan 12  subnet 10.11.12.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, pulse-a, pulse-b }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network pulse { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, pulse }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const [first, ...others] = carriedNetworks(host, site).filter(({ network }) =>
      hasRole(network, 'heartbeat'),
    );
    if (!first) return;
    for (const { network, device, origin } of others)
      yield {
        message:
          `Host ${host.name} has heartbeat on ${deviceText(device)} (network ${network.name}), and already on ` +
          `${deviceText(first.device)} (network ${first.network.name}).`,
        origin,
        related: [related(first.origin, 'Heartbeat is carried here.')],
        subjects: [host.id, device.id, first.device.id],
      };
  },
};
