import type { ElementId, Origin } from '../../model/index.js';
import type { Claim } from '../claim.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

interface Named {
  readonly name: string;
  readonly id: ElementId;
  readonly places: { readonly name: Origin };
}

export const namesAreBestToldApartByMoreThanCase: Rule = {
  code: 'naming/differs-in-case',
  severity: 'information',
  reason: 'It works; people and DNS take the two for one.',
  title: 'Names differ in more than capital letters',
  documentation: {
    what: 'Compares the names of networks with each other, and so those of hosts and of guests, without regard to capital letters.',
    why: `The language, libvirt and the kernel tell \`Servers\` from \`servers\`; DNS does not, and who reads the name in a hurry or hears it
on the phone does not either. Often the second is a slip, and what should have been one network are two.`,
    sources: ['RFC 4343: names of DNS are the same in capital and small letters'],
    whatToDo: 'Correct the slip, or rename one of the two.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network servers { roles vm  vlan 30  zone public }
      network Servers { roles vm  vlan 31  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries servers, Servers } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network servers { roles vm  vlan 30  zone public }
      network desktops { roles vm  vlan 31  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries servers, desktops } }
    `,
  },
  *checkSite({ network: { networks } }): Iterable<Violation> {
    const first = new Map<string, Claim>();
    for (const network of networks) {
      const claim = claimOf('network', network);
      const other = first.get(claim.key);
      if (other) yield* judge([other, claim]);
      else first.set(claim.key, claim);
    }
  },
  claims: {
    claimsOfHost: (host) => [claimOf('host', host)],
    claimsOfGuest: (guest) => [claimOf('guest', guest)],
    judge,
  },
};

const claimOf = (kind: string, { name, id, places }: Named): Claim => ({
  key: `${kind} ${name.toLowerCase()}`,
  origin: places.name,
  subject: id,
  claimant: `${kind} ${name}`,
  value: name,
});

function* judge([first, ...others]: readonly Claim[]): Iterable<Violation> {
  if (!first) return;
  for (const other of others) {
    if (other.value === first.value) continue;
    yield {
      message: `${other.claimant} and ${first.claimant} differ in capital letters only.`,
      origin: other.origin,
      related: [related(first.origin, `The other one: ${first.claimant}.`)],
      subjects: [other.subject, first.subject],
    };
  }
}
