import type { BondOptions, Fix, Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

const SECOND = 1000;

type Delay = 'miimon' | 'arp-interval' | 'downdelay' | 'updelay';

/** Milliseconds above which nobody can mean it. A port that comes up may have to wait until a switch is ready. */
const MOST: Readonly<Record<Delay, number>> = {
  miimon: 10 * SECOND,
  'arp-interval': 10 * SECOND,
  downdelay: 10 * SECOND,
  updelay: 120 * SECOND,
};

const EFFECT: Readonly<Record<Delay, string>> = {
  miimon: 'a failed link stays in use until the next check',
  'arp-interval': 'a failed link stays in use until the next checks',
  downdelay: 'a failed link stays in use for that long',
  updelay: 'a link that is back stays unused for that long',
};

export const bondShouldReactInTime: Rule = {
  code: 'bond/reacts-late',
  severity: 'warning',
  reason: 'The bond works until a link fails: then packets are lost for seconds to minutes.',
  title: 'A bond reacts to a failed link within seconds',
  documentation: {
    what: `Looks for bonds with \`miimon\`, \`arp-interval\` or \`downdelay\` of more than 10 s, or \`updelay\` of more than 120 s.`,
    why: `The kernel looks at the links every \`miimon\`, and waits \`downdelay\` more before it takes one out of use. Until then it sends
into the dead link. The usual value is 100 ms, and the kernel and most descriptions give these times as bare numbers of milliseconds, so
that s instead of ms is easily written.`,
    sources: ['Linux 6.12, `Documentation/networking/bonding.rst`: miimon, updelay, downdelay, arp_interval'],
    whatToDo: 'Write the time in `ms`. The fix takes the same number.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  miimon 100 s  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  miimon 100 ms  carries management }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      for (const [keyword, delay] of delaysOf(bond.options)) {
        if (!delay || delay.follows || delay.value <= MOST[keyword]) continue;
        yield {
          message: `Bond ${bond.name} of host ${host.name} has ${keyword} ${delay.value / SECOND} s: ${EFFECT[keyword]}.`,
          origin: delay.origin,
          subjects: [bond.id],
          fixes: inMilliseconds(keyword, delay),
        };
      }
    }
  },
};

const delaysOf = (options: BondOptions): readonly (readonly [Delay, Sourced<number> | undefined])[] => [
  ['miimon', options.miimon],
  ['arp-interval', options.arpInterval],
  ['downdelay', options.downdelay],
  ['updelay', options.updelay],
];

/** Where seconds were written, the number with the other unit. */
function inMilliseconds(keyword: Delay, { value, origin }: Sourced<number>): readonly Fix[] {
  const text = `${value / SECOND} ms`;
  return value % SECOND === 0 && value / SECOND <= MOST[keyword]
    ? [{ title: `Write ${keyword} ${text}`, edits: [{ kind: 'replace', at: origin, text }] }]
    : [];
}
