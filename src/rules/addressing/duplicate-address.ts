import { contains, type Host, type ManagedNetwork } from '../../model/index.js';
import { addressClaims, addressClashes, clashPlaces } from '../address-claims.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';

export const addressMustBeUniqueInTheSite: Rule = {
  code: 'addressing/duplicate-address',
  severity: 'error',
  reason: 'Two machines answer for one address: connections break at random.',
  title: 'An address belongs to one device of the site',
  documentation: {
    what: `Compares the addresses of the devices of one host, and those of all hosts' devices that are in one network, written or
from a host's \`number\`. Where no network of the site joins the two devices,
[addressing/same-address-elsewhere](same-address-elsewhere.md) speaks. In a libvirt network, which every host may have with
the same addresses, it compares the leases with each other and with the host's own address. Link-local addresses are left
alone.`,
    why: `Each of the two answers ARP requests; the switch and the neighbours believe whoever answered last. With two hosts of one
\`number\` every address of the second is taken, the management address included. Where NetworkManager looks for duplicates
at all, it does so when the address is set, and only finds a host that is up at that time. dnsmasq refuses the second lease.`,
    sources: ['RFC 5227, section 1', 'NetworkManager 1.54, `nm-settings(5)`: `ipv4.dad-timeout`'],
    whatToDo: 'Give one of them another address, or one of the hosts another `number`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
      host kvm2 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
      host kvm2 { number 23  nic eth0 { carries management } }
    `,
  },
  claims: {
    claimsOfHost: addressClaims,
    *judge(claims): Iterable<Violation> {
      for (const clash of addressClashes(claims))
        if (clash.certain)
          yield {
            message: `Address ${clash.other.key} of ${clash.other.claimant} is that of ${clash.first.claimant} already.`,
            ...clashPlaces(clash),
          };
    },
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks)
      if (network.kind !== 'bridged') yield* checkLeases(host, network);
  },
};

function* checkLeases(host: Host, network: ManagedNetwork): Iterable<Violation> {
  const text = `${virtualNetworkText(network)} of host ${host.name}`;
  const taken = new Map(
    network.addresses.map(({ value, origin }) => [value.address, { origin, by: 'the host itself' }]),
  );
  for (const { address, mac, origin } of network.leases) {
    const holder = taken.get(address);
    if (holder && network.subnets.some(({ value }) => contains(value, address)))
      yield {
        message: `Lease ${address} for ${mac} in ${text} is the address of ${holder.by}.`,
        origin,
        related: [related(holder.origin, `The address of ${holder.by}.`)],
        subjects: [network.id],
      };
    else taken.set(address, { origin, by: mac });
  }
}
