import { type Guest, type GuestNic, hasRole, type LogicalNetwork, vlanSetHas } from '../../model/index.js';
import { hasAnyRole, isTaggedOn } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

export const guestsShouldNotShareTheHostsNetwork: Rule = {
  code: 'roles/management-with-vm',
  severity: 'warning',
  reason: 'It works, and every guest can reach the hosts on the network that should be for administrators.',
  title: 'Guests are not in the network of management or heartbeat',
  documentation: {
    what: `Looks for networks with role \`vm\` and role \`management\` or \`heartbeat\` together, for devices that serve one of each
untagged, and for guests that are plugged into the bridge of such a network. Networks on one bond in different VLANs are the
matter of [roles/shared-link](shared-link.md).`,
    why: `Guests in the management network reach sshd and libvirt of every host, can claim the gateway's address by ARP, and see
broadcasts. In a heartbeat network a guest with a broadcast storm makes hosts restart.`,
    sources: [
      'Oracle VM 3, network roles: one network for each function',
      'https://wiki.libvirt.org/Net.bridge.bridge-nf-call_and_sysctl.conf.html: bridged traffic passes by the host firewall',
    ],
    whatToDo: `Give guests a network with a VLAN of its own. In a test site with one network for everything, silence the warning
and say so.`,
    bad: kvmnet`
      network lan { roles management, vm  subnet 10.11.10.0/24  zone public }
      host kvm1 { number 22  nic eth0 { carries lan } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
  },
  *checkNetwork(network): Iterable<Violation> {
    const vm = network.roles.find(({ value }) => value === 'vm');
    const sensitive = network.roles.find(({ value }) => value === 'management' || value === 'heartbeat');
    if (!vm || !sensitive) return;
    yield {
      message: `Network ${network.name} has roles ${sensitive.value} and vm: guests share the hosts' own network.`,
      origin: vm.origin,
      related: [related(sensitive.origin, `Role ${sensitive.value}.`)],
      subjects: [network.id],
    };
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const networks = device.networks
        .map((each) => ({ ...each, network: site.logicalNetwork(each.value) }))
        .filter(({ network }) => network && !isTaggedOn(network, device));
      const own = networks.find(({ network }) => network && isSensitive(network) && !hasRole(network, 'vm'));
      const guests = networks.find(
        ({ network }) => network && hasRole(network, 'vm') && !isSensitive(network),
      );
      if (!own?.network || !guests?.network) continue;
      yield {
        message: `${deviceText(device)} of host ${host.name} serves network ${own.network.name} of the hosts and network ${guests.network.name} of the guests without a VLAN between them.`,
        origin: guests.origin,
        related: [related(own.origin, `Network ${own.network.name} is served here.`)],
        subjects: [device.id],
      };
    }
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      yield* taggedInto(guest, nic, site);
      if (nic.attachment.kind !== 'bridge' || (nic.vlan ?? nic.trunk)) continue;
      for (const id of guest.hosts) {
        const bridge = site.plugOf(nic, id)?.bridge;
        const own = bridge?.networks
          .map(({ value }) => site.logicalNetwork(value))
          .find((network) => network && isSensitive(network) && !hasRole(network, 'vm'));
        if (!bridge || !own) continue;
        yield {
          message: `Guest ${guest.name} is plugged into ${deviceText(bridge)} of host ${site.host(id)?.name ?? ''}, which serves network ${own.name} of the hosts.`,
          origin: nic.attachment.origin,
          subjects: [nic.id, bridge.id],
        };
        break;
      }
    }
  },
};

/** A tag of the guest's NIC is the VLAN in which the host itself has management or heartbeat, on the same bridge. */
function* taggedInto(guest: Guest, nic: GuestNic, site: SiteView): Iterable<Violation> {
  for (const id of guest.hosts) {
    const bridge = site.plugOf(nic, id)?.bridge;
    const host = bridge && site.host(id);
    for (const vlan of host?.devices ?? []) {
      if (vlan.kind !== 'vlan' || vlan.parent.value !== bridge?.id) continue;
      const own = vlan.networks
        .map(({ value }) => site.logicalNetwork(value))
        .find((each) => each && isSensitive(each));
      const tag = [nic.vlan, nic.native].find((each) => each?.value === vlan.vlanId.value);
      const trunk = nic.trunk && vlanSetHas(nic.trunk.value, vlan.vlanId.value) ? nic.trunk : undefined;
      const place = tag ?? trunk;
      // A trunk that follows from its network is the matter of vlan/shared-by-networks.
      if (!own || !place || place.follows) continue;
      yield {
        message: `Guest ${guest.name} is in VLAN ${vlan.vlanId.value} of ${deviceText(bridge)} of host ${host?.name ?? ''}, which is network ${own.name} of the hosts.`,
        origin: place.origin,
        related: [related(own.vlan?.origin ?? own.places.name, `Network ${own.name}.`)],
        subjects: [nic.id, bridge.id],
      };
      return;
    }
  }
}

const isSensitive = (network: LogicalNetwork): boolean => hasAnyRole(network, ['management', 'heartbeat']);
