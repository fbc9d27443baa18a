import type { PortForward } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const portMustBeForwardedOnce: Rule = {
  code: 'firewall/duplicate-forward',
  severity: 'error',
  reason: 'Only the first rule is ever used; the second guest is not reachable.',
  title: 'A port of a host is forwarded to one guest',
  documentation: {
    what: 'Compares the ports of all `forward` of a host, over all its libvirt networks.',
    why: `A packet to the host's port can go to one guest only. The kernel takes the first rule that matches, which depends on the
order in which networks start.`,
    sources: ['Linux 6.12, `net/netfilter/nf_nat_core.c`: the first DNAT of a connection holds'],
    whatToDo: 'Forward another port of the host to the second guest.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet  192.168.100.0/24
          lease   52:54:00:00:00:01 192.168.100.5
          forward 2222/tcp to web1:22
        }
        nat test {
          subnet  192.168.101.0/24
          lease   52:54:00:00:00:02 192.168.101.5
          forward 2222/tcp to web2:22
        }
      }
      guest web1 on kvm1 { nic { network lab   mac 52:54:00:00:00:01 } }
      guest web2 on kvm1 { nic { network test  mac 52:54:00:00:00:02 } }
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
        nat test {
          subnet  192.168.101.0/24
          lease   52:54:00:00:00:02 192.168.101.5
          forward 2223/tcp to web2:22
        }
      }
      guest web1 on kvm1 { nic { network lab   mac 52:54:00:00:00:01 } }
      guest web2 on kvm1 { nic { network test  mac 52:54:00:00:00:02 } }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const first = new Map<string, PortForward>();
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const forward of network.forwards) {
        const text = `${forward.port.number}/${forward.port.protocol}`;
        const other = first.get(text);
        if (!other) first.set(text, forward);
        else
          yield {
            message: `Port ${text} of host ${host.name} is forwarded twice.`,
            origin: forward.origin,
            related: [related(other.origin, 'It is forwarded here already.')],
            subjects: [network.id],
          };
      }
    }
  },
};
