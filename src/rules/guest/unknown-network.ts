import type { Fix, Guest, GuestNic, Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { nameSource } from '../interface-names.js';
import { nearestName } from '../nearest-name.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { listText, related } from '../wording.js';

export const guestMustFindItsNetworkOnTheHost: Rule = {
  code: 'guest/unknown-network',
  severity: 'error',
  reason: 'libvirt refuses to start the guest.',
  title: "A guest's NIC is plugged into something that its host has",
  documentation: {
    what: `Looks for guests' NICs whose \`network\` or \`bridge\` does not exist on the host: a network of the site that the host does
not carry, or that has no role \`vm\`; a libvirt network of another host; a bridge of another host.`,
    why: `libvirt looks for the network or bridge on the host where the guest starts: "Network not found: no network with matching
name". A bridge without role \`vm\` on its network gets no libvirt network, so that guests cannot get into it by accident.`,
    sources: ['libvirt 11.3: `virNetworkObjFindByName` when the guest starts'],
    whatToDo: `Let the host carry the network (\`carries tenant\`), give the network the role \`vm\`, or plug the NIC into what is
there.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management } }
      host kvm2 { number 23  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      host kvm2 { number 23  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      if (guest.hosts.length === 0 || guest.hosts.some((id) => site.plugOf(nic, id))) continue;
      yield violation(guest, nic, site);
    }
  },
};

function violation(guest: Guest, nic: GuestNic, site: SiteView): Violation {
  const { attachment } = nic;
  const hosts = guest.hosts.flatMap((id) => site.host(id)?.name ?? []);
  const [noun, has, does] = hosts.length === 1 ? ['host', 'has', 'does'] : ['hosts', 'have', 'do'];
  const where = `${noun} ${listText(hosts)}`;
  const network =
    attachment.kind === 'network' && attachment.network !== undefined
      ? site.logicalNetwork(attachment.network)
      : undefined;
  const forGuests = network?.roles.some(({ value }) => value === 'vm') ?? true;
  const reason = !forGuests
    ? `network ${attachment.name} has no role vm, so that no guest can be plugged into it`
    : attachment.kind === 'bridge'
      ? `${where} ${has} no bridge ${attachment.name}`
      : network
        ? `${where} ${does} not carry network ${attachment.name}`
        : `${where} ${has} no libvirt network ${attachment.name}`;
  const meant = network ? undefined : nearestName(attachment.name, plugsOn(guest, attachment.kind, site));
  const fix: Fix | undefined = meant === undefined ? undefined : instead(attachment.origin, meant);
  return {
    message:
      `NIC ${nic.name} of guest ${guest.name} leads nowhere: ${reason}.` +
      (meant === undefined ? '' : ` Did you mean ${meant}?`),
    origin: attachment.origin,
    ...(fix && { fixes: [fix] }),
    related: [
      ...(network ? [related(network.places.name, `Network ${network.name}.`)] : []),
      related(guest.placement.origin, 'Where the guest runs.'),
    ],
    subjects: [nic.id, ...guest.hosts],
  };
}

const instead = (at: Origin, name: string): Fix => ({
  title: `Write ${name} instead`,
  edits: [{ kind: 'replace', at, text: nameSource(name) }],
});

/** What a NIC of the guest could be plugged into, by name. */
function plugsOn(guest: Guest, kind: GuestNic['attachment']['kind'], site: SiteView): readonly string[] {
  return guest.hosts.flatMap((id) => {
    const { devices = [], virtualNetworks = [] } = site.host(id) ?? {};
    return kind === 'bridge'
      ? devices.filter((device) => device.kind === 'bridge').map(({ name }) => name)
      : virtualNetworks.map(({ name }) => name);
  });
}
