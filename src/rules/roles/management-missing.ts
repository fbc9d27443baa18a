import { hasRole } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const hostShouldCarryManagement: Rule = {
  code: 'roles/management-missing',
  severity: 'warning',
  reason: 'The site can be deployed, but nothing protects the way on which the host is reached.',
  title: 'A host carries a network with role management',
  documentation: {
    what: `Looks for hosts with devices, none of which serves a network with role \`management\`. Hosts that have only libvirt
networks are left alone: deploying those touches no NIC.`,
    why: `KVMNet knows by the role which device people and tools reach the host on. It orders the steps of a deployment so that
this device changes last, waits longer for it, and warns when it would lose its address. Without the role, the NIC with the
host's address may become the port of a bridge, and the host is gone.`,
    sources: ['Oracle VM 3 and oVirt: each host has exactly one management network, which cannot be removed'],
    whatToDo: `Declare a network with \`roles management\` and let the device with the host's address carry it, or name it there:
\`bridge br0 { ports eth0  network management }\`.`,
    bad: kvmnet`
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { nic eth0 { carries tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    if (host.devices.length === 0) return;
    if (carriedNetworks(host, site).some(({ network }) => hasRole(network, 'management'))) return;
    yield {
      message: `Nothing on host ${host.name} carries a network with role management: the way on which it is reached is unknown.`,
      origin: host.places.name,
      subjects: [host.id],
    };
  },
};
