import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';

const SSH = 22;

export const portOfTheHostsSshMustStayWithTheHost: Rule = {
  code: 'safety/forward-takes-ssh',
  severity: 'error',
  reason: 'Whoever connects to the host ends at the guest: nobody gets into the host any more.',
  title: 'The port on which a host is managed is not forwarded to a guest',
  documentation: {
    what: `Looks for \`forward\` of the TCP port at which the host is reached: that of its \`ssh\`, or 22.`,
    why: `A forward rewrites the destination of what arrives at the host's management address before anything on the host sees it, so
that sshd of the host gets no new connection. The deployment would notice, and roll back, as its own new connection ends at the
guest.`,
    sources: ['`firewalld.richlanguage(5)`, forward-port; nftables: NAT in the prerouting hook'],
    whatToDo: 'Forward another port of the host: `forward 2222/tcp to web1:22`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet  192.168.100.0/24
          lease   52:54:00:00:00:01 192.168.100.5
          forward 22/tcp to web1:22
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
  *checkHost(host): Iterable<Violation> {
    const { ssh } = host;
    const port = ssh.value.port ?? SSH;
    for (const network of host.virtualNetworks) {
      if (network.kind !== 'nat') continue;
      for (const { port: own, origin } of network.forwards) {
        if (own.protocol !== 'tcp' || own.number !== port) continue;
        yield {
          message: `Port ${port}/tcp of host ${host.name}, at which the host itself is reached by SSH, is forwarded into ${virtualNetworkText(network)}.`,
          origin,
          ...(ssh.value.port !== undefined && { related: [related(ssh.origin, 'The port of SSH.')] }),
          subjects: [host.id, network.id],
        };
      }
    }
  },
};
