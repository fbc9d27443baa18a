import { DEFAULT_MTU, formatInterfaceAddress } from '../../model/index.js';
import type { Addressing, Route, Sourced } from '../../model/index.js';
import type { Detail } from '../graph.js';

/** What an administrator looks for first: how the device gets its addresses. */
export function addressLines({ addresses, dhcp, slaac }: Addressing): readonly string[] {
  const lines = addresses.map(({ value }) => formatInterfaceAddress(value));
  if (dhcp) lines.push('DHCP');
  if (slaac) lines.push('SLAAC');
  return lines;
}

export const mtuLines = (mtu: number | undefined): readonly string[] =>
  mtu === undefined || mtu === DEFAULT_MTU ? [] : [`MTU ${mtu}`];

const routeText = ({ destination, via, metric }: Route): string =>
  [
    formatInterfaceAddress(destination.value),
    ...(via ? [`via ${via.value}`] : []),
    ...(metric ? [`metric ${metric.value}`] : []),
  ].join(' ');

/** A detail for each value that is there. */
export const optionalDetail = <T>(
  name: string,
  sourced: Sourced<T> | undefined,
  format: (value: T) => string = String,
): readonly Detail[] => (sourced ? [{ name, value: format(sourced.value) }] : []);

export function listDetail(name: string, values: readonly string[]): readonly Detail[] {
  return values.length > 0 ? [{ name, value: values.join(', ') }] : [];
}

export const routeDetails = (routes: readonly Route[]): readonly Detail[] =>
  listDetail('routes', routes.map(routeText));

export function addressingDetails(addressing: Addressing): readonly Detail[] {
  return [
    ...listDetail('addresses', addressLines(addressing)),
    ...listDetail(
      'gateway',
      addressing.gateways.map(({ value }) => value),
    ),
    ...listDetail(
      'DNS',
      addressing.dns.map(({ value }) => value),
    ),
    ...listDetail(
      'search',
      addressing.search.map(({ value }) => value),
    ),
    ...optionalDetail('zone', addressing.zone),
    ...routeDetails(addressing.routes),
  ];
}
