import { type Host, overlaps, type Route, type Subnet } from '../model/index.js';
import { type HostSubnet, hostSubnets } from './host-subnets.js';

/** The blocks of RFC 1918, and the half of that of RFC 4193 that is in use. */
const PRIVATE_RANGES: readonly Subnet[] = [
  { family: 4, address: '10.0.0.0', prefix: 8 },
  { family: 4, address: '172.16.0.0', prefix: 12 },
  { family: 4, address: '192.168.0.0', prefix: 16 },
  { family: 6, address: 'fd00::', prefix: 8 },
];

/** All of a private range or more: a route to it says "the rest of the site is there", not who has which subnet. */
export const isSummary = (destination: Subnet): boolean =>
  PRIVATE_RANGES.some((range) => destination.prefix <= range.prefix && overlaps(destination, range));

/**
 * The subnets of libvirt networks that overlap the destination of a route of their host, default routes left alone: with
 * the narrowest such route, which says most about who has these addresses.
 */
export function libvirtSubnetsBehindRoutes(
  host: Host,
): readonly { readonly subnet: HostSubnet; readonly route: Route }[] {
  const routes = [...host.routes, ...host.devices.flatMap(({ addressing }) => addressing.routes)]
    .filter(({ destination }) => destination.value.prefix > 0)
    .sort((a, b) => b.destination.value.prefix - a.destination.value.prefix);
  return hostSubnets(host).flatMap((subnet) => {
    const route =
      subnet.virtual && routes.find(({ destination }) => overlaps(destination.value, subnet.subnet));
    return route ? [{ subnet, route }] : [];
  });
}
