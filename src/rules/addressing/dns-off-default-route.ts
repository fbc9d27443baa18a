import { type Device, hasRole } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const nameServersBelongToTheDefaultRoute: Rule = {
  code: 'addressing/dns-off-default-route',
  severity: 'warning',
  reason: 'It works until the other servers are silent; then this one says that public names do not exist.',
  title: 'Name servers are those of the network with the default route',
  documentation: {
    what: `Looks for devices with \`dns\` on hosts that have their default route on another device.`,
    why: `All name servers of a host go into one list, \`/etc/resolv.conf\`: NetworkManager writes those of the device with the
default route first. A resolver asks the first one for everything, so that the server of a storage or backup network is never
asked for the names that only it knows. It is asked when the others are silent, or where there are no others, and then says
that public names do not exist. oVirt allows name servers only where the default route is.`,
    sources: [
      'oVirt: vdsm, `lib/vdsm/network/ip/validator.py`',
      'NetworkManager 1.54, `man nm-settings-nmcli`: `ipv4.dns-priority`',
      '`resolv.conf(5)`: `nameserver`',
    ],
    whatToDo: `Say \`dns\` at the network that has the \`gateway\`, or at the host. Forward the names of the other network from there.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1  dns 10.11.10.53 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24  dns 10.11.20.53 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1  dns 10.11.10.53 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const way = host.devices.find(hasGateway);
    if (!way) return;
    const { dns, dhcp, slaac } = way.addressing;
    const hasServers = host.dns.length + dns.length > 0 || (dhcp ?? slaac) !== undefined;
    for (const device of host.devices) {
      const [server] = device.addressing.dns;
      if (!server || device === way || hasGateway(device) || isManagement(device)) continue;
      yield {
        message:
          `Name server ${server.value} of ${deviceText(device)} of host ${host.name} is asked ` +
          (hasServers
            ? `only when those of ${deviceText(way)}, which has the default route, are silent.`
            : `for all names, but the default route leads through ${deviceText(way)}.`),
        origin: server.origin,
        related: way.addressing.gateways
          .slice(0, 1)
          .map(({ origin }) => related(origin, 'The default route.')),
        subjects: [device.id],
      };
    }

    function isManagement({ networks }: Device): boolean {
      return networks.some(({ value }) => {
        const network = site.logicalNetwork(value);
        return network !== undefined && hasRole(network, 'management');
      });
    }
  },
};

const hasGateway = ({ addressing: { gateways, dhcp, slaac } }: Device): boolean =>
  gateways.length > 0 || dhcp !== undefined || slaac !== undefined;
