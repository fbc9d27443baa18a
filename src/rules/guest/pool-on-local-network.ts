import type { GuestNic, Guest } from '../../model/index.js';
import type { Claim } from '../claim.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { countText, listText, related } from '../wording.js';

/** So many names fit into a message; the rest is counted. */
const MOST_NAMES = 3;

export const guestsOfAPoolAreBestOnANetworkOfAllHosts: Rule = {
  code: 'guest/pool-on-local-network',
  severity: 'information',
  reason: 'It works while they are on one host, and may be all that is wanted.',
  title: 'Guests of a pool meet on a network that all its hosts share',
  documentation: {
    what: `Looks for two or more guests of one pool on a \`nat\` or \`isolated\` network of the same name, which hosts of the pool have
each for themselves. Guests that are placed \`on\` one host are left alone.`,
    why: `libvirt makes such a network on each host anew: a bridge without an uplink. Guests of a pool may run on any of its hosts. On
two hosts they do not see each other, though both have an address in what looks like one network; so it is after one of them
has moved.`,
    sources: ['libvirt 11.3, formatnetwork, “Connectivity”: isolated and NAT networks are of their host'],
    whatToDo: `If they have to reach each other, give them a network with role \`vm\` that all hosts of the pool carry, or place them \`on\`
one host. If each only needs the way out, or its own host, silence the advice and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      profile compute { nic eth0 { carries management }  isolated cluster { subnet 172.30.0.0/24 } }
      host kvm1 is compute { number 22 }
      host kvm2 is compute { number 23 }
      pool rack1 { hosts kvm1, kvm2 }
      guest node1 in rack1 { nic { network cluster } }
      guest node2 in rack1 { nic { network cluster } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network cluster { roles vm  vlan 13  zone drop }
      profile compute { nic eth0 { carries management }  nic eth1 { carries cluster } }
      host kvm1 is compute { number 22 }
      host kvm2 is compute { number 23 }
      pool rack1 { hosts kvm1, kvm2 }
      guest node1 in rack1 { nic { network cluster } }
      guest node2 in rack1 { nic { network cluster } }
    `,
  },
  claims: {
    *claimsOfGuest(guest, site): Iterable<Claim> {
      const { placement, hosts, name } = guest;
      if (placement.kind !== 'pool' || hosts.length < 2) return;
      const names = new Set<string>();
      for (const nic of guest.nics) {
        const network = nic.attachment.name;
        if (names.has(network) || !isLocal(nic, guest, site)) continue;
        names.add(network);
        yield {
          key: `${placement.pool} ${network}`,
          origin: nic.attachment.origin,
          subject: nic.id,
          claimant: name,
          value: network,
        };
      }
    },
    *judge(claims): Iterable<Violation> {
      const [first, ...others] = claims;
      const [second] = others;
      if (!first || !second) return;
      const named = others.slice(0, MOST_NAMES).map(({ claimant }) => claimant);
      const rest = others.length - named.length;
      const whom = listText(rest > 0 ? [...named, countText(rest, 'other')] : named);
      yield {
        message:
          `Guest ${first.claimant} shares network ${first.value ?? ''} with ${whom}, but each host of the pool has a network of its ` +
          `own of that name: on different hosts they do not see each other.`,
        origin: first.origin,
        related: [related(second.origin, `Guest ${second.claimant} is on it, too.`)],
        subjects: claims.map(({ subject }) => subject),
      };
    },
  },
};

/** Where some hosts have it and others a bridge of that name, roles/pool-bridge-differs speaks. */
const isLocal = (nic: GuestNic, { hosts }: Guest, site: SiteView): boolean =>
  hosts.every((host) => {
    const plug = site.plugOf(nic, host);
    const kind = plug?.kind === 'virtual-network' ? plug.virtualNetwork.kind : undefined;
    return kind === 'nat' || kind === 'isolated';
  });
