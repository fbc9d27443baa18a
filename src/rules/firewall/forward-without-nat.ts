import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

export const onlyNatShouldForward: Rule = {
  code: 'firewall/forward-without-nat',
  severity: 'warning',
  reason: 'The network works; the forward is in no file.',
  title: 'Ports are forwarded in nat networks only',
  documentation: {
    what: 'Looks for `forward` in `routed` and `isolated` networks.',
    why: `A forward gives outsiders a port of the host that stands for a guest they cannot reach. In a \`routed\` network they reach
the guest by its own address, and libvirt lets them; from an \`isolated\` one nothing gets out, not even the answer.`,
    sources: ['libvirt 11.3, formatnetwork: `forward`, modes `route` and none'],
    whatToDo: 'Remove the `forward`, or make the network a `nat` network.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        routed dmz {
          subnet  192.168.60.0/24
          lease   52:54:00:00:00:01 192.168.60.5
          forward 2222/tcp to web1:22
        }
      }
      guest web1 on kvm1 { nic { network dmz  mac 52:54:00:00:00:01 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        routed dmz {
          subnet  192.168.60.0/24
          lease   52:54:00:00:00:01 192.168.60.5
        }
      }
      guest web1 on kvm1 { nic { network dmz  mac 52:54:00:00:00:01 } }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || network.kind === 'nat') continue;
      for (const { port, origin } of network.forwards) {
        const text = `${port.number}/${port.protocol}`;
        yield {
          message: `Port ${text} of host ${host.name} is not forwarded: ${virtualNetworkText(network)} translates no addresses.`,
          origin,
          subjects: [network.id],
          fixes: [{ title: `Remove the forward of port ${text}`, edits: [{ kind: 'remove', at: origin }] }],
        };
      }
    }
  },
};
