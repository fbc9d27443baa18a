import { hasRole } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import { stackOf } from '../lower-devices.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related } from '../wording.js';

export const heartbeatPathsShouldBeApart: Rule = {
  code: 'roles/heartbeat-on-several',
  severity: 'warning',
  reason: 'It works; the second path fails together with the first, so that it is none.',
  title: 'Two heartbeat networks of a host are on different NICs',
  documentation: {
    what: `Looks for hosts that carry two networks with role \`heartbeat\`, or one of them on two devices, above the same NICs.
On different NICs they are two paths.`,
    why: `Corosync (knet) sends its packets over several links, so that one that fails is no reason to restart a host. Two VLANs on
one NIC or bond fail at once. Redundancy comes from a bond below a single network, which switches over faster than the
cluster takes to declare a host dead, or from networks on different NICs. OCFS2 (o2cb) and Oracle VM use one heartbeat
network only: a second one does nothing there.`,
    sources: [
      'Corosync, `corosync.conf(5)`: `link_mode`, transport knet',
      'Oracle VM 3, network roles: one network with Cluster Heartbeat for each server pool',
    ],
    whatToDo:
      'Carry the second network on other NICs, or keep the role on one network, on a bond with two ports.',
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
    const carried = carriedNetworks(host, site)
      .filter(({ network }) => hasRole(network, 'heartbeat'))
      .map((each) => ({
        ...each,
        nics: stackOf(each.device, (id) => site.device(id)).filter(({ kind }) => kind === 'nic'),
      }));
    for (const [i, { network, device, origin, nics }] of carried.entries()) {
      const other = carried.slice(0, i).find((each) => each.nics.some((nic) => nics.includes(nic)));
      if (!other) continue;
      const shared = nics.filter((nic) => other.nics.includes(nic)).map(({ name }) => name);
      yield {
        message:
          `Host ${host.name} has heartbeat on ${deviceText(device)} (network ${network.name}) and on ` +
          `${deviceText(other.device)} (network ${other.network.name}), both over ${listText(shared)}.`,
        origin,
        related: [related(other.origin, 'Heartbeat is carried here.')],
        subjects: [host.id, device.id, other.device.id],
      };
    }
  },
};
