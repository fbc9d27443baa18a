import { formatInterfaceAddress, type Route } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const destinationShouldHaveOneRoute: Rule = {
  code: 'addressing/duplicate-route',
  severity: 'warning',
  reason: 'Only one is used; the text does not say which.',
  title: 'A destination has one route of a metric',
  documentation: {
    what: `Looks for two routes to one destination with the same metric: of a network, of a device, or of a host. Default routes are
the matter of [addressing/several-default-routes](several-default-routes.md).`,
    why: `The kernel keeps routes apart by destination and metric. Of two on one device it takes the one that was set first; on two
devices NetworkManager gives the second one another metric by the kind of the device.`,
    sources: ['Linux 6.12, `net/ipv4/fib_trie.c`: `fib_table_insert`, NLM_F_EXCL'],
    whatToDo: `Remove one of them. A second route with a higher \`metric\` helps only on another device: it is used while the first
device is down. That a router is dead, the kernel does not notice.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        route 10.20.0.0/16 via 10.11.10.1
        route 10.20.0.0/16 via 10.11.10.2
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        route 10.20.0.0/16 via 10.11.10.1
      }
    `,
  },
  *checkNetwork({ routes, name, id }): Iterable<Violation> {
    yield* check(routes, `Network ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    yield* check(host.routes, `Host ${host.name}`, host.id);
    for (const { addressing, id } of host.devices)
      yield* check(
        addressing.routes.filter(({ destination }) => !destination.follows),
        `Host ${host.name}`,
        id,
      );
  },
};

function* check(routes: readonly Route[], text: string, subject: string): Iterable<Violation> {
  const first = new Map<string, Route>();
  for (const route of routes) {
    const { destination, metric, origin } = route;
    if (destination.value.prefix === 0) continue;
    const to = formatInterfaceAddress(destination.value);
    const key = `${to} ${metric?.value ?? 'default'}`;
    const other = first.get(key);
    if (!other) first.set(key, route);
    else
      yield {
        message: `${text} has two routes to ${to} of one metric${viaText(other)}${viaText(route, ' and')}.`,
        origin,
        related: [related(other.origin, 'The other one.')],
        subjects: [subject],
        fixes: [{ title: `Remove the second route to ${to}`, edits: [{ kind: 'remove', at: origin }] }],
      };
  }
}

const viaText = ({ via }: Route, joint = ','): string => (via ? `${joint} via ${via.value}` : '');
