import type { Guest, Host, ManagedNetwork } from '../../model/index.js';
import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { related, virtualNetworkText } from '../wording.js';

export const leaseShouldBeForTheGuestThatItNames: Rule = {
  code: 'addressing/lease-of-another-mac',
  severity: 'warning',
  reason: 'The guest gets another address than the lease says, or none.',
  title: 'A lease has the MAC address of the guest that it names',
  documentation: {
    what: `Looks for a \`lease\` with the name of a guest that has a NIC in the network, but another MAC address than any of them.`,
    why: `dnsmasq knows a guest by its MAC address; the name is only what it answers in DNS. The address stays unused, the name leads
nowhere, and a \`forward\` to the guest does not work.`,
    sources: ['libvirt 11.3, formatnetwork, “Addressing”: `host`'],
    whatToDo: `Correct the MAC address of the lease, or write that of the lease as the \`mac\` of the guest's NIC.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet 192.168.100.0/24
          lease 52:54:00:00:00:02 192.168.100.5 web1
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
          subnet 192.168.100.0/24
          lease 52:54:00:00:00:01 192.168.100.5 web1
        }
      }
      guest web1 on kvm1 { nic { network lab  mac 52:54:00:00:00:01 } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || network.leases.length === 0) continue;
      for (const guest of site.guestsOn(host.id)) yield* checkLeases(guest, network, host, site);
    }
  },
};

function* checkLeases(
  guest: Guest,
  network: ManagedNetwork,
  host: Host,
  site: SiteView,
): Iterable<Violation> {
  const own = network.leases.filter(({ name }) => name === guest.name);
  if (own.length === 0) return;
  const nics = guest.nics.filter((nic) => {
    const plug = site.plugOf(nic, host.id);
    return plug?.kind === 'virtual-network' && plug.virtualNetwork.id === network.id;
  });
  const [nic] = nics;
  if (!nic) return;
  for (const { mac, address, origin } of own) {
    if (nics.some((each) => each.mac.value === mac)) continue;
    yield {
      message: `The lease of ${address} in ${virtualNetworkText(network)} of host ${host.name} names guest ${guest.name}, but has MAC ${mac}; the guest has ${nic.mac.value}.`,
      origin,
      related: [related(nic.mac.follows ? nic.places.name : nic.mac.origin, 'The NIC of the guest.')],
      subjects: [network.id, nic.id],
      fixes: [
        {
          title: `Use ${nic.mac.value}`,
          edits: [
            {
              kind: 'replace',
              at: origin,
              text: `lease ${nic.mac.value} ${address} ${nameSource(guest.name)}`,
            },
          ],
        },
      ],
    };
  }
}
