import {
  compareAddresses,
  type DhcpRange,
  familyOf,
  type Guest,
  type IpAddress,
  ipToNumber,
  type ManagedNetwork,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

export const dhcpRangeIsBestLargeEnough: Rule = {
  code: 'addressing/dhcp-range-too-few',
  severity: 'information',
  reason: 'Guests with an address that is set up inside of them need none of the range.',
  title: 'A DHCP range has an address for each guest of its network',
  documentation: {
    what: `Counts, for each libvirt network with IPv4 ranges in \`dhcp\`, the NICs of guests that are placed \`on\` its host and have no
\`lease\`, and the addresses of the ranges that are neither leased nor the host's own. Guests of pools are not counted: they may run
elsewhere.`,
    why: `dnsmasq hands out an address once. When all are taken, the next guest gets no answer ("no address available") and
starts without network, until a lease of another one has run out.`,
    sources: [
      'dnsmasq, `src/rfc2131.c`: `no address available`',
      'libvirt 11.3, formatnetwork, `range` and `host`',
    ],
    whatToDo: 'Widen the range, or give guests a `lease`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.11 }
      }
      guest web1 on kvm1 { nic { network lab } }
      guest web2 on kvm1 { nic { network lab } }
      guest web3 on kvm1 { nic { network lab } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.99 }
      }
      guest web1 on kvm1 { nic { network lab } }
      guest web2 on kvm1 { nic { network lab } }
      guest web3 on kvm1 { nic { network lab } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      const ranges = network.dhcp.filter(({ first, last }) => familyOf(first) === 4 && familyOf(last) === 4);
      const [range] = ranges;
      if (!range) continue;
      const free = freeAddresses(network, ranges);
      const needed = nicsWithoutLease(network, site.guestsOn(host.id));
      // A range that ends before it begins is the matter of addressing/dhcp-range.
      if (free < 1 || needed <= free) continue;
      const text = free === 1 ? 'one address' : `${free} addresses`;
      yield {
        message:
          `${virtualNetworkText(network)} of host ${host.name} has ${text} to hand out, but guests there have ${needed} NICs ` +
          `without a lease of their own: widen the range.`,
        origin: range.origin,
        subjects: [network.id],
      };
    }
  },
};

/** Addresses of the ranges that dnsmasq may give to anybody: a `lease` keeps its own for one MAC. */
function freeAddresses({ addresses, leases }: ManagedNetwork, ranges: readonly DhcpRange[]): number {
  const taken = new Set([
    ...addresses.map(({ value }) => value.address),
    ...leases.map(({ address }) => address),
  ]);
  return ranges.reduce((sum, range) => {
    const inside = [...taken].filter((address) => isInside(address, range));
    return sum + sizeOf(range) - inside.length;
  }, 0);
}

const sizeOf = ({ first, last }: DhcpRange): number => Number(numberOf(last) - numberOf(first)) + 1;

const isInside = (address: IpAddress, { first, last }: DhcpRange): boolean =>
  familyOf(address) === 4 && compareAddresses(first, address) <= 0 && compareAddresses(address, last) <= 0;

const numberOf = (address: IpAddress): bigint => ipToNumber(address)?.value ?? 0n;

function nicsWithoutLease({ name, leases }: ManagedNetwork, guests: readonly Guest[]): number {
  const leased = new Set(leases.map(({ mac }) => mac));
  return guests
    .filter(({ placement }) => placement.kind === 'host')
    .flatMap(({ nics }) => nics)
    .filter(
      ({ attachment, mac }) =>
        attachment.kind === 'network' &&
        attachment.network === undefined &&
        attachment.name === name &&
        !leased.has(mac.value),
    ).length;
}
