import { contains, type Host } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { related, virtualNetworkText } from '../wording.js';

export const hostShouldNotDependOnItsGuest: Rule = {
  code: 'safety/reached-through-own-guest',
  severity: 'warning',
  reason: 'It works until the guest stops, or the host reboots; then nobody can log in to start it.',
  title: 'The way to a host does not lead through one of its own guests',
  documentation: {
    what: `Looks for hosts that are reached \`via\` a host, or at an \`ssh\` name, that is one of their own guests, and for gateways of a
host that lie in one of its own libvirt networks.`,
    why: `A firewall or jump host as a guest is common. But while the network of the host is changed its guests may be cut off for
seconds, and with them the only way to the host. The change is then rolled back although nothing was wrong.`,
    sources: ['[Deploying](../../deploy.md): a deployment is confirmed over a new connection'],
    whatToDo: `Give the host a way that needs no guest: a management network of its own, or a jump host elsewhere. Otherwise keep the
console at hand.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 {
        ssh jump
        number 22
        nic eth0 { carries management }
        nic eth1 { carries tenant }
      }
      guest jump on kvm1 { nic { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 {
        ssh kvm1.example.com
        number 22
        nic eth0 { carries management }
        nic eth1 { carries tenant }
      }
      guest jump on kvm1 { nic { network tenant } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    yield* checkWay(host, site);
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const device of host.devices)
        for (const { value, origin } of device.addressing.gateways) {
          if (!network.subnets.some((subnet) => contains(subnet.value, value))) continue;
          // A subnet that the host is in itself is a clash, and another finding.
          const isInside = device.addressing.addresses.some((own) => contains(own.value, value));
          if (isInside && network.addresses.length > 0) continue;
          yield {
            message: `Gateway ${value} of host ${host.name} lies in its own ${virtualNetworkText(network)}: the host depends on its guest.`,
            origin,
            related: [related(network.places.name, 'The network.')],
            subjects: [device.id, network.id],
          };
        }
    }
  },
};

function* checkWay(host: Host, site: SiteView): Iterable<Violation> {
  const jump = host.via && site.host(host.via.value);
  const ways = [
    ...(host.via && jump ? [{ name: jump.name, origin: host.via.origin }] : []),
    ...(host.ssh.follows ? [] : [{ name: host.ssh.value.name, origin: host.ssh.origin }]),
  ];
  for (const { name, origin } of ways) {
    const guest = site.guestsOn(host.id).find((candidate) => candidate.name === name.split('.')[0]);
    if (!guest || guest.name === host.name) continue;
    yield {
      message: `Host ${host.name} is reached through ${name}, which is its own guest.`,
      origin,
      related: [related(guest.places.name, `Guest ${guest.name}.`)],
      subjects: [host.id],
    };
  }
}
