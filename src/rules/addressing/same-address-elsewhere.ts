import { addressClaims, addressClashes, clashPlaces } from '../address-claims.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const addressShouldNotBeThatOfAnotherHost: Rule = {
  code: 'addressing/same-address-elsewhere',
  severity: 'warning',
  reason: 'If the two devices are in one LAN, connections break at random; if they are in two, all is well.',
  title: 'Devices of two hosts have different addresses, also where no network joins them',
  documentation: {
    what: `Compares the addresses of devices of different hosts that are in no common \`network\`, so that the text does not say
whether they are in one LAN. In a common network the same address is an error of
[addressing/duplicate-address](duplicate-address.md). A bridge without ports and without network is the host's own affair and
may have the same address on every host; link-local addresses are left alone.`,
    why: `In one LAN both hosts answer ARP requests for the address, and the neighbours believe whoever answered last. In two LANs
nothing is wrong: with a cable from host to host, every pair may use the same two addresses.`,
    sources: ['RFC 5227, section 1'],
    whatToDo: `Give one of them another address. If the two are in different LANs, make a \`network\` for each LAN and say the addresses
there, or silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { address 192.0.2.10/24 } }
      host kvm2 { number 23  nic eth0 { carries management }  nic eth1 { address 192.0.2.10/24 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { address 192.0.2.10/24 } }
      host kvm2 { number 23  nic eth0 { carries management }  nic eth1 { address 192.0.2.11/24 } }
    `,
  },
  claims: {
    claimsOfHost: addressClaims,
    *judge(claims): Iterable<Violation> {
      for (const clash of addressClashes(claims))
        if (!clash.certain)
          yield {
            message:
              `Address ${clash.other.key} of ${clash.other.claimant} is also that of ${clash.first.claimant}, and no ` +
              `network says whether they are in one LAN: there, only one of them is reached.`,
            ...clashPlaces(clash),
          };
    },
  },
};
