import {
  addressesHosts,
  compareOrigins,
  type ElementId,
  hasRole,
  type LogicalNetwork,
  type NetworkIndex,
  type Origin,
  vlanSetHas,
} from '../../model/index.js';
import { isOnlyForGuests } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import { stackOf } from '../lower-devices.js';
import type { Rule, Violation } from '../rule.js';
import { deviceOnHost, related } from '../wording.js';

/** A trunk with more VLANs is one of everything; that it holds those of the hosts as well says nothing. */
const WIDE = 1000;

export const vlanIsBestEitherOfHostsOrOfGuests: Rule = {
  code: 'vlan/used-by-hosts-and-guests',
  severity: 'information',
  reason:
    'It works; if both cables end at switches that know each other, guests are in the network of the hosts.',
  title: 'A VLAN is either of the hosts or of guests',
  documentation: {
    what: `Looks for a network of guests and one of the hosts with the same \`vlan\`, or with a \`vlan\` that is one of the \`vlans\` of guests,
where the two are on different bonds or NICs, or on hosts that have another network in common. On one device it is the matter of
[vlan/shared-by-networks](shared-by-networks.md). Trunks of more than ${WIDE} VLANs are left alone.`,
    why: `A VLAN id belongs to the switches, not to the cable: where two switches are connected, VLAN 20 here is VLAN 20 there. Guests
then hear, and reach, storage or migration of the hosts. Usually one of the two networks was copied from the other. On separate
switches both may have the id.`,
    sources: ['IEEE 802.1Q: a VLAN is the same on all bridges that are connected'],
    whatToDo: `Give the second network its own id. If the switches are separate, say so:
\`// kvmnet-ignore vlan/used-by-hosts-and-guests: REASON\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      network tenant { roles vm  vlan 20 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  carries storage }
        nic eth3 { carries tenant }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      network tenant { roles vm  vlan 21 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  carries storage }
        nic eth3 { carries tenant }
      }
    `,
  },
  *checkSite(index): Iterable<Violation> {
    const { networks } = index.network;
    const ofHosts = networks.filter((network) => addressesHosts(network) && !hasRole(network, 'vm'));
    for (const guests of networks.filter(isOnlyForGuests))
      for (const hosts of ofHosts) {
        const place = placeOf(guests, hosts.vlan?.value);
        if (!place || !hosts.vlan) continue;
        const [a, b] = [index.devicesOf(guests.id)[0], index.devicesOf(hosts.id)[0]];
        if (!a || !b || meet(guests, hosts, index) || !areNear(guests, hosts, index)) continue;
        const guestsFirst = compareOrigins(place, hosts.vlan.origin) < 0;
        const vlan = hosts.vlan.value;
        yield {
          message:
            `VLAN ${vlan} is both in network ${guests.name} of guests (${deviceOnHost(a, index.host(a.host))}) and network ` +
            `${hosts.name} of the hosts (${deviceOnHost(b, index.host(b.host))}): on switches that are connected they are one network.`,
          origin: guestsFirst ? hosts.vlan.origin : place,
          related: [
            guestsFirst
              ? related(place, `Network ${guests.name} has VLAN ${vlan}.`)
              : related(hosts.vlan.origin, `Network ${hosts.name} has VLAN ${vlan}.`),
          ],
          subjects: [guests.id, hosts.id],
        };
      }
  },
};

/** Where the network says that the VLAN is its own. */
function placeOf({ vlan, vlans }: LogicalNetwork, id: number | undefined): Origin | undefined {
  if (id === undefined) return undefined;
  if (vlan?.value === id) return vlan.origin;
  const isNarrow = vlans && vlans.value.reduce((sum, { first, last }) => sum + last - first + 1, 0) <= WIDE;
  return isNarrow && vlanSetHas(vlans.value, id) ? vlans.origin : undefined;
}

/** True when both stand on one NIC or bond of a host: that is seen there. */
function meet(a: LogicalNetwork, b: LogicalNetwork, index: NetworkIndex): boolean {
  const below = (id: ElementId): readonly ElementId[] =>
    index
      .devicesOf(id)
      .flatMap((device) => stackOf(device, (each) => index.device(each)).map((each) => each.id));
  const ofA = new Set(below(a.id));
  return below(b.id).some((id) => ofA.has(id));
}

/** True when hosts of the one and hosts of the other carry some network in common: then they are in one place. */
function areNear(a: LogicalNetwork, b: LogicalNetwork, index: NetworkIndex): boolean {
  const around = (id: ElementId): readonly ElementId[] =>
    [...new Set(index.devicesOf(id).map(({ host }) => host))]
      .flatMap((host) => index.host(host)?.devices ?? [])
      .flatMap(({ networks }) => networks.map(({ value }) => value))
      .filter((each) => each !== a.id && each !== b.id);
  const ofA = new Set(around(a.id));
  return around(b.id).some((id) => ofA.has(id));
}
