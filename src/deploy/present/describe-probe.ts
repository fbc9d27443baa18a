import { assertNever } from '../../model/index.js';
import type { Probe } from '../plan/index.js';

/** Who it is, and on which network. */
export function describeProbe({ kind, address, network, host, mtu }: Probe): string {
  const on = network === undefined ? '' : ` of network ${network}`;
  switch (kind) {
    case 'gateway':
      return `the gateway ${address}${on}`;
    case 'dns':
      return `the name server ${address}${on}`;
    case 'peers':
      return `${address} (${host ?? ''} on ${network ?? ''}${mtu === undefined ? '' : `, packets of ${mtu} bytes`})`;
    default:
      return assertNever(kind);
  }
}
