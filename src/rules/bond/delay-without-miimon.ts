import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const bondDelaysMustHaveMiimon: Rule = {
  code: 'bond/delay-without-miimon',
  severity: 'error',
  reason: 'NetworkManager refuses the bond.',
  title: 'updelay and downdelay go with miimon',
  documentation: {
    what: 'Looks for bonds with `updelay` or `downdelay` whose links are not watched by `miimon`, but by ARP or not at all.',
    why: `The delays count checks of the link: "up for two checks". Where \`miimon\` is 0 there are none; the kernel answers "Unable to
set updelay as MII monitoring is disabled", and NetworkManager does not load the profile.`,
    sources: [
      'Linux 6.12, `drivers/net/bonding/bond_options.c`: `_bond_option_delay_set`',
      'NetworkManager 1.54, `src/libnm-core-impl/nm-setting-bond.c`: `verify`',
    ],
    whatToDo: 'Remove the delays, or watch the links with `miimon` instead of ARP.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 {
          ports eth0, eth1
          arp-interval 200 ms  arp-targets 10.11.10.1
          updelay 400 ms
          carries management
        }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 {
          ports eth0, eth1
          miimon 100 ms
          updelay 400 ms
          carries management
        }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const { miimon, arpInterval, updelay, downdelay } = bond.options;
      if ((miimon?.value ?? 0) > 0) continue;
      const cause = arpInterval ?? miimon;
      for (const [keyword, delay] of [['updelay', updelay] as const, ['downdelay', downdelay] as const]) {
        if (!delay || delay.value === 0) continue;
        yield {
          message: `Bond ${bond.name} of host ${host.name} has ${keyword}, but its links are ${arpInterval ? 'watched by ARP, not by miimon' : 'not watched by miimon'}.`,
          origin: delay.origin,
          ...(cause && { related: [related(cause.origin, 'How the links are watched.')] }),
          subjects: [bond.id],
          fixes: [{ title: `Remove ${keyword}`, edits: [{ kind: 'remove', at: delay.origin }] }],
        };
      }
    }
  },
};
