import { formatInterfaceAddress, type Host, type Route } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { related } from '../wording.js';

export const destinationShouldHaveOneRoute: Rule = {
  code: 'addressing/duplicate-route',
  severity: 'warning',
  reason: 'Only one is used; the text does not say which.',
  title: 'A destination has one route of a metric',
  documentation: {
    what: `Looks for two routes to one destination with the same metric: of a network, of a device, or of a host; and
for a route of a host or device to a destination to which the host already has one from its network. Default routes are
the matter of [addressing/several-default-routes](several-default-routes.md).`,
    why: `The kernel keeps routes apart by destination and metric. Of two on one device it takes the one that was set first; on two
devices NetworkManager gives the second one another metric by the kind of the device.`,
    sources: ['Linux 6.12, `net/ipv4/fib_trie.c`: `fib_table_insert`, NLM_F_EXCL'],
    whatToDo: `Remove one of them. If a host shall go another way than its network, write its route
at the device that carries the network: there it takes the place of the network's. A second route with a higher \`metric\` helps only on another device: it is used while the first
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
  *checkHost(host, site): Iterable<Violation> {
    yield* check(host.routes, `Host ${host.name}`, host.id);
    for (const { addressing, id } of host.devices)
      yield* check(
        addressing.routes.filter(({ destination }) => !destination.follows),
        `Host ${host.name}`,
        id,
      );
    yield* besideNetworks(host, site);
  },
};

const keyOf = ({ destination, metric }: Route): string =>
  `${formatInterfaceAddress(destination.value)} ${metric?.value ?? 'default'}`;

/** Routes of a host stand beside those of its networks; only what is written on the device itself takes their place. */
function* besideNetworks(host: Host, site: SiteView): Iterable<Violation> {
  const routes = host.devices.flatMap(({ addressing }) => addressing.routes);
  const ofNetworks = new Map(routes.filter(isOfNetwork).map((route) => [keyOf(route), route]));
  for (const route of [...host.routes, ...routes.filter((each) => !isOfNetwork(each))]) {
    const other = route.destination.value.prefix > 0 ? ofNetworks.get(keyOf(route)) : undefined;
    if (!other) continue;
    const { origin, destination, via } = route;
    const to = formatInterfaceAddress(destination.value);
    const network = site.logicalNetwork(other.destination.follows?.from ?? '');
    const place = network?.routes.find((each) => keyOf(each) === keyOf(route))?.origin ?? other.origin;
    yield {
      message: `Host ${host.name} has two routes to ${to} of one metric: that of network ${network?.name ?? ''}${viaText(other)}${viaText(route, ', and its own')}.`,
      origin,
      related: [related(place, 'The route of the network.')],
      subjects: [host.id],
      ...(via?.value === other.via?.value && {
        fixes: [{ title: `Remove the second route to ${to}`, edits: [{ kind: 'remove', at: origin }] }],
      }),
    };
  }
}

const isOfNetwork = ({ destination }: Route): boolean => destination.follows !== undefined;

function* check(routes: readonly Route[], text: string, subject: string): Iterable<Violation> {
  const first = new Map<string, Route>();
  for (const route of routes) {
    const { destination, origin } = route;
    if (destination.value.prefix === 0) continue;
    const to = formatInterfaceAddress(destination.value);
    const key = keyOf(route);
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
