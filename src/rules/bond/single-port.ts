import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const bondShouldHaveTwoPorts: Rule = {
  code: 'bond/single-port',
  severity: 'warning',
  reason: 'It works, but the bond protects from nothing.',
  title: 'A bond has at least two ports',
  documentation: {
    what: 'Looks for bonds with exactly one port.',
    why: `When the only port, its cable or its switch fails, the bond is down. oVirt refuses such bonds for that reason. It is
fine as a step on the way, as the second port can be added later without touching what stands on the bond.`,
    sources: [
      'oVirt: NETWORK_BONDS_INVALID_SLAVE_COUNT',
      'Linux 6.12, `Documentation/networking/bonding.rst`',
    ],
    whatToDo: `Add a second NIC, best on another card and another switch. If it arrives later, silence the warning and say
when.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const [only, ...others] = bond.ports;
      if (!only || others.some(({ value }) => value !== only.value)) continue;
      yield {
        message: `Bond ${bond.name} of host ${host.name} has one port (${site.device(only.value)?.name ?? 'unknown'}): if that fails, the bond is down.`,
        origin: only.origin,
        subjects: [bond.id],
      };
    }
  },
};
