import { familyOf } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** `BOND_MAX_ARP_TARGETS` (LINUX: include/net/bonding.h). */
const MOST_TARGETS = 16;

export const arpMonitoringMustHaveIntervalAndTargets: Rule = {
  code: 'bond/arp-targets',
  severity: 'error',
  reason: 'NetworkManager refuses one without the other.',
  title: 'ARP monitoring has an interval and between one and 16 IPv4 targets',
  documentation: {
    what: 'Looks for bonds with `arp-interval` but no `arp-targets`, the other way round, with more than 16 targets, or with an IPv6 address among them.',
    why: `The monitor sends an ARP request to each target once in an interval and takes the answer as proof that the link
works. Without targets there is nothing to ask, without an interval nobody asks.`,
    sources: [
      'NetworkManager 1.54, `nm-setting-bond.c`: `verify`',
      'Linux 6.12, `include/net/bonding.h`: `BOND_MAX_ARP_TARGETS` is 16',
    ],
    whatToDo:
      'Write both. Good targets are addresses that are always up in the same subnet, such as the gateway.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  mode active-backup  arp-interval 200 ms  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 {
          ports eth0, eth1
          mode active-backup
          arp-interval 200 ms  arp-targets 10.11.10.1
          carries management
        }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const { arpInterval, arpTargets = [] } = bond.options;
      const text = `Bond ${bond.name} of host ${host.name}`;
      const [first] = arpTargets;
      const beyond = arpTargets[MOST_TARGETS];
      if (arpInterval && arpInterval.value > 0 && !first)
        yield {
          message: `${text} sends ARP requests every ${arpInterval.value} ms, but has no arp-targets to send them to.`,
          origin: arpInterval.origin,
          subjects: [bond.id],
        };
      if (first && !(arpInterval && arpInterval.value > 0))
        yield {
          message: `${text} has arp-targets, but no arp-interval: nobody asks them.`,
          origin: first.origin,
          subjects: [bond.id],
        };
      for (const { value, origin } of arpTargets)
        if (familyOf(value) === 6)
          yield {
            message: `${text} has ARP target ${value}: ARP asks for IPv4 addresses only.`,
            origin,
            subjects: [bond.id],
          };
      if (beyond)
        yield {
          message: `${text} has ${arpTargets.length} ARP targets; the kernel takes at most ${MOST_TARGETS}.`,
          origin: beyond.origin,
          subjects: [bond.id],
        };
    }
  },
};
