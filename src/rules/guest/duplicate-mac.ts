import type { Device, Guest, GuestNic, Host, Plug } from '../../model/index.js';
import { isIsland } from '../address-claims.js';
import type { Claim } from '../claim.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

/** Says of a device's claim which host it is on, and whether it is a NIC: a bridge may well have its NIC's address. */
const NIC = 'nic';
const TOP = 'top';
const GUEST = 'guest';
/** The layer 2 that begins where frames leave a host. What stays on a host has the name of its bridge. */
const OUTSIDE = 'outside';

export const macMustBeUniqueInTheSite: Rule = {
  code: 'guest/duplicate-mac',
  severity: 'error',
  reason: 'The bridge or switch sends frames now to the one, now to the other.',
  title: 'A MAC address belongs to one NIC of the site',
  documentation: {
    what: `Compares the MAC addresses of all guests' NICs and those that are written for NICs, bonds and bridges of hosts. A bond or
bridge may have the address of a NIC of its own host. In networks that end on their host (\`nat\`, \`routed\`, \`isolated\`, a
bridge without port and network) only the NICs of the same one are compared: their frames meet no others. Addresses that
KVMNet makes from names never clash.`,
    why: `A switch learns from each frame behind which port an address is. With two owners the entry flaps, and both lose packets.
DHCP gives both the same IP address. It happens when a guest's definition is copied, or a MAC is written in a profile that
several hosts use.`,
    sources: ['Linux 6.12, `net/bridge/br_fdb.c`: `br_fdb_update` moves the entry'],
    whatToDo: `Remove the \`mac\` of the copied NIC: KVMNet makes one from the names of guest and NIC. In a profile, write the MAC at
each host's \`nic\` instead.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac 52:54:00:00:00:01 } }
      guest web2 on kvm1 { nic { network tenant  mac 52:54:00:00:00:01 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac 52:54:00:00:00:01 } }
      guest web2 on kvm1 { nic { network tenant } }
    `,
  },
  claims: {
    claimsOfHost: claimsOfDevices,
    *claimsOfGuest(guest, site): Iterable<Claim> {
      for (const nic of guest.nics) {
        const { mac, id, name, places } = nic;
        yield {
          key: mac.value,
          origin: mac.follows ? places.name : mac.origin,
          subject: id,
          claimant: `NIC ${name} of guest ${guest.name}`,
          value: [GUEST, '', ...segmentsOf(nic, guest, site)].join(' '),
        };
      }
    },
    *judge(claims): Iterable<Violation> {
      for (const [i, claim] of claims.entries()) {
        const other = claims.slice(0, i).find((earlier) => clash(earlier, claim));
        if (!other) continue;
        yield {
          message: `MAC ${claim.key} of ${claim.claimant} is that of ${other.claimant} already.`,
          origin: claim.origin,
          related: [related(other.origin, `The other one: ${other.claimant}.`)],
          subjects: [other.subject, claim.subject],
        };
      }
    },
  },
};

function* claimsOfDevices(host: Host): Iterable<Claim> {
  for (const device of host.devices) {
    if (device.kind === 'vlan' || !device.mac) continue;
    yield {
      key: device.mac.value,
      origin: device.mac.origin,
      subject: device.id,
      claimant: `${deviceText(device)} of host ${host.name}`,
      value: [device.kind === 'nic' ? NIC : TOP, host.id, isIsland(device) ? device.id : OUTSIDE].join(' '),
    };
  }
}

function segmentsOf(nic: GuestNic, guest: Guest, site: SiteView): ReadonlySet<string> {
  const segments = guest.hosts.map((host) => segmentOf(site.plugOf(nic, host)));
  return new Set(segments.length > 0 ? segments : [OUTSIDE]);
}

/** Where the frames of a NIC are heard. */
function segmentOf(plug: Plug | undefined): string {
  if (plug?.kind === 'virtual-network' && plug.virtualNetwork.kind !== 'bridged')
    return plug.virtualNetwork.id;
  const bridge: Device | undefined = plug?.bridge;
  return bridge && isIsland(bridge) ? bridge.id : OUTSIDE;
}

function clash({ value: a = '' }: Claim, { value: b = '' }: Claim): boolean {
  const [kindA, hostA, ...segmentsA] = a.split(' ');
  const [kindB, hostB, ...segmentsB] = b.split(' ');
  if (!segmentsA.some((segment) => segmentsB.includes(segment))) return false;
  if (kindA === GUEST || kindB === GUEST || hostA !== hostB) return true;
  return kindA === NIC && kindB === NIC;
}
