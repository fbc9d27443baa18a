import {
  formatInterfaceAddress,
  parseInterfaceAddress,
  parseIpAddress,
  subnetOf,
} from '../../model/index.js';
import type { ObservedRoute } from '../observe/index.js';

/** A route that a profile asks for. */
export interface WantedRoute extends Pick<ObservedRoute, 'family' | 'destination' | 'gateway'> {
  /** Absent: NetworkManager chooses one, another for each device. */
  readonly metric?: number;
  /** The field of the keyfile that says it. */
  readonly field: string;
}

/** The metric that the kernel takes for 0 in IPv6 (LINUX: IP6_RT_PRIO_USER); in IPv4 it shows none. */
const NO_METRIC = { 4: 0, 6: 1024 } as const;

function destinationOf(text: string): string {
  const net = parseInterfaceAddress(text);
  if (!net) return text;
  // Written with host bits, a destination still means its network.
  return net.prefix === 0 ? 'default' : formatInterfaceAddress(subnetOf(net));
}

/** Gateways and `DEST/PLEN[,NEXTHOP[,METRIC]]`, where the unspecified address is no next hop. */
export function routesIn(fields: ReadonlyMap<string, string>): readonly WantedRoute[] {
  return [...fields].flatMap(([field, value]): readonly WantedRoute[] => {
    const [, version, key] = /^ipv([46])\.(gateway|route\d+)$/.exec(field) ?? [];
    if (key === undefined) return [];
    const [destination = '', hop = '', metric] = key === 'gateway' ? ['default', value] : value.split(',');
    const gateway = parseIpAddress(hop);
    return [
      {
        family: version === '4' ? 4 : 6,
        destination: destinationOf(destination),
        field,
        ...(gateway !== undefined && !/^(0\.0\.0\.0|::)$/.test(gateway) && { gateway }),
        ...(metric !== undefined && { metric: Number(metric) }),
      },
    ];
  });
}

/** Whether a route of the kernel is the wanted one, whoever made it: NetworkManager leaves alone what is there already. */
export const isRoute = (wanted: WantedRoute, found: ObservedRoute): boolean =>
  found.family === wanted.family &&
  found.destination === wanted.destination &&
  found.gateway === wanted.gateway &&
  (wanted.metric === undefined ||
    (found.metric ?? NO_METRIC[found.family]) === (wanted.metric || NO_METRIC[wanted.family]));

/** As `ip route` shows it. */
export const formatRoute = ({ destination, gateway, metric }: WantedRoute): string =>
  [
    destination,
    ...(gateway === undefined ? [] : [`via ${gateway}`]),
    ...(metric === undefined ? [] : [`metric ${metric}`]),
  ].join(' ');
