import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related, virtualNetworkText } from '../wording.js';

export const networkWithForwardsGoesOverAnyDevice: Rule = {
  code: 'firewall/over-with-forward',
  severity: 'warning',
  reason: 'The network works, but its traffic leaves through whichever device the routes pick.',
  title: 'A nat network that forwards ports is not held to one device',
  documentation: {
    what: 'Looks for `nat` networks with both `over` and `forward`.',
    why: `In mode \`nat\` libvirt rejects every connection to a guest that the guest did not begin, and nothing overrides that. So
KVMNet gives a network with forwarded ports the mode \`open\` and has firewalld translate its addresses. libvirt takes no
device in that mode, and firewalld's policy is about zones, not about devices: \`over\` is in no file.`,
    sources: [
      'libvirt 11.3, formatnetwork: `forward mode="open"` takes no `dev`',
      'docs/compiler.md: what becomes of a `nat` network',
    ],
    whatToDo:
      'Remove `over`, or put the guest that others reach into a network of its own and keep `over` in this one.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet  192.168.100.0/24
          lease   52:54:00:00:00:01 192.168.100.5
          forward 2222/tcp to web1:22
          over    eth0
        }
      }
      guest web1 on kvm1 { nic { network lab  mac 52:54:00:00:00:01 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet  192.168.100.0/24
          lease   52:54:00:00:00:01 192.168.100.5
          forward 2222/tcp to web1:22
        }
      }
      guest web1 on kvm1 { nic { network lab  mac 52:54:00:00:00:01 } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind !== 'nat' || !network.over) continue;
      const [forward] = network.forwards;
      const device = site.device(network.over.value);
      if (!forward || !device) continue;
      yield {
        message: `${virtualNetworkText(network)} of host ${host.name} is not held to ${deviceText(device)}: it forwards ports.`,
        origin: network.over.origin,
        related: [related(forward.origin, 'A forward.')],
        subjects: [network.id],
      };
    }
  },
};
