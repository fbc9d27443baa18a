import type { Bridge } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const spanningTreeOptionShouldHaveATree: Rule = {
  code: 'bridge/option-without-stp',
  severity: 'information',
  reason: 'The option is set, and nothing comes of it.',
  title: 'Options of the spanning tree belong to bridges that take part in it',
  documentation: {
    what: `Looks for \`forward-delay\`, \`hello-time\`, \`max-age\` and \`priority\` on bridges without \`stp on\`.`,
    why: `The timers and the priority are part of the spanning tree protocol. A bridge that does not take part in it forwards at
once, whatever they say.`,
    sources: ['Linux 6.12, `net/bridge/br_stp_if.c`: `br_stp_enable_port`'],
    whatToDo: 'Remove the option, or say `stp on`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  forward-delay 4 s }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || bridge.stp.value) continue;
      for (const [keyword, value] of optionsOf(bridge))
        if (value)
          yield {
            message: `Bridge ${bridge.name} of host ${host.name} has ${keyword}, but no spanning tree: it does nothing.`,
            origin: value.origin,
            subjects: [bridge.id],
            fixes: [
              { title: `Remove ${keyword}`, edits: [{ kind: 'remove', at: value.origin }], preferred: true },
            ],
          };
    }
  },
};

const optionsOf = ({
  forwardDelay,
  helloTime,
  maxAge,
  priority,
}: Bridge): readonly (readonly [keyword: string, value: Bridge['priority']])[] => [
  ['forward-delay', forwardDelay],
  ['hello-time', helloTime],
  ['max-age', maxAge],
  ['priority', priority],
];
