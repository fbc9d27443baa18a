import type { Guest, Host, ManagedNetwork, PortForward } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { related, virtualNetworkText } from '../wording.js';

export const forwardShouldLeadToAFixedAddress: Rule = {
  code: 'firewall/forward-without-fixed-address',
  severity: 'warning',
  reason: 'The network works, but the forward leads nowhere: there is no address to write into it.',
  title: 'A port is forwarded to a guest whose address is fixed',
  documentation: {
    what: `Looks for \`forward\` in \`nat\` networks whose guest has no NIC in that network on that host, or no \`lease\` for the MAC
of that NIC.`,
    why: `A forwarding rule names an IP address. Without a lease dnsmasq gives the guest whichever is free, another one tomorrow, and
the rule would lead outsiders to the wrong guest.`,
    sources: [
      'firewalld, `firewall-cmd(1)`: `--add-forward-port` takes an address',
      'libvirt 11.3, formatnetwork, `host`',
    ],
    whatToDo: `Plug the guest into the network and give its MAC a lease outside the DHCP range:
\`lease 52:54:00:00:00:01 192.168.100.5 web1\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet  192.168.100.0/24
          dhcp    192.168.100.10-192.168.100.200
          forward 2222/tcp to web1:22
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
          dhcp    192.168.100.10-192.168.100.200
          lease   52:54:00:00:00:01 192.168.100.5 web1
          forward 2222/tcp to web1:22
        }
      }
      guest web1 on kvm1 { nic { network lab  mac 52:54:00:00:00:01 } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const forward of network.forwards) {
        const guest = site.guest(forward.guest.value);
        const fault = guest && faultOf(guest, host, network, site);
        if (fault === undefined) continue;
        yield violation(forward, network, host, guest, fault);
      }
    }
  },
};

function faultOf(guest: Guest, host: Host, network: ManagedNetwork, site: SiteView): string | undefined {
  const nics = guest.nics.filter((nic) => {
    const plug = site.plugOf(nic, host.id);
    return plug?.kind === 'virtual-network' && plug.virtualNetwork.id === network.id;
  });
  if (!guest.hosts.includes(host.id)) return 'does not run on this host';
  const [nic] = nics;
  if (!nic) return 'has no NIC in this network';
  const fixed = nics.some(({ mac }) => network.leases.some((lease) => lease.mac === mac.value));
  return fixed ? undefined : `has no lease for its MAC ${nic.mac.value}`;
}

const violation = (
  { port, guest: target, origin }: PortForward,
  network: ManagedNetwork,
  host: Host,
  guest: Guest | undefined,
  fault: string,
): Violation => ({
  message:
    `Port ${port.number}/${port.protocol} of host ${host.name} is forwarded to guest ${guest?.name ?? ''}, which ${fault} ` +
    `(${virtualNetworkText(network)}).`,
  origin: target.origin,
  related: [related(origin, 'The forward.'), ...(guest ? [related(guest.places.name, 'The guest.')] : [])],
  subjects: [network.id],
});
