import type { Bridge, Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

type Timer = 'forwardDelay' | 'helloTime' | 'maxAge' | 'ageingTime';

interface Limits {
  readonly timer: Timer;
  readonly keyword: string;
  readonly least: number;
  readonly most: number;
}

/** Seconds (LINUX: net/bridge/br_private_stp.h; ageing: NM 1.54 src/libnm-core-impl/nm-setting-bridge.c). */
const LIMITS: readonly Limits[] = [
  { timer: 'forwardDelay', keyword: 'forward-delay', least: 2, most: 30 },
  { timer: 'helloTime', keyword: 'hello-time', least: 1, most: 10 },
  { timer: 'maxAge', keyword: 'max-age', least: 6, most: 40 },
  { timer: 'ageingTime', keyword: 'ageing-time', least: 0, most: 1_000_000 },
];

export const bridgeTimerMustBeInRange: Rule = {
  code: 'bridge/stp-timer-out-of-range',
  severity: 'error',
  reason: 'The kernel and NetworkManager refuse the value.',
  title: 'The timers and priorities of a bridge are in the range of the kernel',
  documentation: {
    what: `Compares the values of a bridge and its ports with what the kernel takes:

| property | range |
| --- | --- |
| \`forward-delay\` | 2 to 30 s |
| \`hello-time\` | 1 to 10 s |
| \`max-age\` | 6 to 40 s |
| \`ageing-time\` | 0 to 1 000 000 s |
| \`priority\` of the bridge | 0 to 65535 |
| \`priority\` of a port | 0 to 63 |
| \`cost\` of a port | 1 to 65535 |`,
    why: `NetworkManager does not load a profile with a value outside; the bridge is missing after the next start and only the
journal says why.`,
    sources: [
      'Linux 6.12, `net/bridge/br_private_stp.h`, `br_stp.c`',
      'NetworkManager 1.54, `src/libnm-core-impl/nm-setting-bridge.c`, `nm-setting-bridge-port.c`, `nm-base.h`',
    ],
    whatToDo: 'Take a value in the range, or leave the property out for the default (15, 2, 20 and 300 s).',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  ageing-time 2000000 s }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  ageing-time 600 s }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge') continue;
      const text = `Bridge ${bridge.name} of host ${host.name}`;
      for (const { timer, keyword, least, most } of LIMITS)
        yield* checkRange(bridge, bridge[timer], least, most, `${text} has ${keyword}`, ' s');
      yield* checkRange(bridge, bridge.priority, 0, 65535, `${text} has priority`);
      for (const { priority, cost } of bridge.ports) {
        yield* checkRange(bridge, priority, 0, 63, `${text} has a port with priority`);
        yield* checkRange(bridge, cost, 1, 65535, `${text} has a port with cost`);
      }
    }
  },
};

function* checkRange(
  bridge: Bridge,
  value: Sourced<number> | undefined,
  least: number,
  most: number,
  text: string,
  unit = '',
): Iterable<Violation> {
  if (!value || (value.value >= least && value.value <= most)) return;
  const nearest = Math.min(Math.max(value.value, least), most);
  yield {
    message: `${text} ${value.value}${unit}; the kernel takes ${least} to ${most}${unit}.`,
    origin: value.origin,
    subjects: [bridge.id],
    fixes: [
      {
        title: `Use ${nearest}${unit}`,
        edits: [{ kind: 'replace', at: value.origin, text: `${nearest}${unit}` }],
      },
    ],
  };
}
