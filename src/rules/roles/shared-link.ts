import { type Device, hasRole, type Host } from '../../model/index.js';
import { wayOf } from '../bridge-vlans.js';
import { type Carried, carriedNetworks, hasAnyRole, isTaggedOn } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related } from '../wording.js';

export const hostsTrafficIsBestOnLinksOfItsOwn: Rule = {
  code: 'roles/shared-link',
  severity: 'information',
  reason: 'It works, VLANs keep the traffic apart; only the bandwidth is shared.',
  title: 'Management and heartbeat are best on links of their own',
  documentation: {
    what: `Looks for hosts that carry management on the same NICs as networks for guests, or heartbeat on the same NICs as
networks for guests, migration or storage, one remark for each host and network; and for networks with role heartbeat beside migration
or storage.`,
    why: `A migration fills a link for minutes, a guest may do so at any time. Heartbeat packets then arrive late, and the cluster
restarts a healthy host; a login to stop the guest takes minutes.`,
    sources: [
      'Oracle VM 3, network roles: heartbeat is sensitive to latency, keep it away from storage and live migrate',
      'oVirt administration guide, logical network roles',
    ],
    whatToDo: `If the host has NICs to spare, carry management and heartbeat on a bond of their own. Otherwise limit the guests
with \`bandwidth\`, and let it be.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, tenant }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2  nic eth3
        bond bond0 { ports eth0, eth1  carries management }
        bond bond1 { ports eth2, eth3  carries tenant }
      }
    `,
  },
  *checkNetwork({ roles, name, id }): Iterable<Violation> {
    const heartbeat = roles.find(({ value }) => value === 'heartbeat');
    const load = roles.filter(({ value }) => value === 'migration' || value === 'storage');
    const [first] = load;
    if (!heartbeat || !first) return;
    yield {
      message: `Network ${name} has the roles heartbeat and ${listText(load.map(({ value }) => value))}: heartbeat packets wait behind theirs.`,
      origin: first.origin,
      related: [related(heartbeat.origin, 'Role heartbeat.')],
      subjects: [id],
    };
  },
  *checkHost(host, site): Iterable<Violation> {
    const carried = carriedNetworks(host, site).map((each) => ({
      ...each,
      nics: nicNames(wayOf(each, site)),
    }));
    for (const own of carried) {
      const disturbing = carried.filter(
        (other) =>
          other.network.id !== own.network.id &&
          !isSameSegment(other, own) &&
          disturbs(other, own) &&
          other.nics.some((nic) => own.nics.includes(nic)),
      );
      if (disturbing.length > 0) yield violation(host, own, disturbing);
    }
  },
};

const nicNames = (way: readonly Device[]): readonly string[] =>
  way.flatMap(({ kind, name }) => (kind === 'nic' ? name : []));

/** Without a VLAN between them it is more than a shared link: roles/management-with-vm. */
const isSameSegment = (a: Carried, b: Carried): boolean =>
  a.device.id === b.device.id && isTaggedOn(a.network, a.device) === isTaggedOn(b.network, b.device);

function disturbs({ network: other }: Carried, { network: own }: Carried): boolean {
  if (hasRole(own, 'vm')) return false;
  if (hasRole(own, 'heartbeat')) return hasAnyRole(other, ['vm', 'migration', 'storage']);
  return hasRole(own, 'management') && hasRole(other, 'vm');
}

function violation(
  host: Host,
  own: Carried & { readonly nics: readonly string[] },
  disturbing: readonly Carried[],
): Violation {
  // A network that ends on several devices above the same NICs is named once.
  const names = [...new Set(disturbing.map(({ network }) => network.name))];
  return {
    message:
      `Network ${own.network.name} of host ${host.name} shares ${listText(own.nics)} with ` +
      `${names.length === 1 ? 'network' : 'networks'} ${listText(names)}.`,
    origin: own.origin,
    subjects: [own.device.id],
  };
}
