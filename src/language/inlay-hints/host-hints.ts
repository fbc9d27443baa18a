import {
  formatInterfaceAddress,
  type Host,
  type ManagedNetwork,
  type NetworkIndex,
} from '../../model/index.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import { appendTo, deviceHints } from './device-hints.js';
import type { Hint } from './hint.js';
import { overrideHints } from './override-hints.js';

/** Everything that follows for one host, wherever it is written: in the host or in its profiles. */
export function hostHints(host: Host, index: NetworkIndex): readonly Hint[] {
  return [
    ...numberHints(host, index),
    ...host.devices.flatMap((device) => [
      ...deviceHints(device, host, index),
      ...overrideHints(device, host, index),
    ]),
    ...host.virtualNetworks.flatMap((network) =>
      network.kind === 'bridged' ? [] : virtualNetworkHints(network),
    ),
  ];
}

/** More would push the rest of the line out of sight; hover lists all. */
const MOST = 4;

function numberHints({ number, devices }: Host, index: NetworkIndex): readonly Hint[] {
  if (!number) return [];
  const hints = devices.flatMap(({ name, addressing }) =>
    addressing.addresses.flatMap(({ value, follows }): readonly Hint[] => {
      const network = follows?.rule === 'number' ? index.logicalNetwork(follows.from ?? '') : undefined;
      if (!network) return [];
      const subnet = network.subnets.find((candidate) => candidate.value.family === value.family);
      return [
        {
          kind: 'addresses',
          at: number.origin,
          slot: `${name} ${value.address}`,
          label: value.address,
          why: `${formatInterfaceAddress(value)} on ${name}, in the network ${network.name}.`,
          ...(subnet && { source: subnet.origin }),
        },
      ];
    }),
  );
  const rest = hints.slice(MOST);
  if (rest.length < 2) return hints;
  const more: Hint = {
    kind: 'addresses',
    at: number.origin,
    slot: 'more',
    label: `and ${rest.length} more`,
    why: rest.map(({ why }) => why).join(' '),
  };
  return [...hints.slice(0, MOST), more];
}

function virtualNetworkHints({ places, bridge, addresses, name }: ManagedNetwork): readonly Hint[] {
  const hints: Hint[] = [];
  if (bridge.follows)
    hints.push({
      kind: 'devices',
      at: places.name,
      label: bridge.value,
      why: `The bridge that libvirt makes for ${name}.`,
      edit: appendTo(places, `bridge ${quoteIfNeeded(bridge.value)}`),
    });
  for (const { value, origin } of addresses)
    hints.push({
      kind: 'addresses',
      at: origin,
      slot: String(value.family),
      label: value.address,
      why: `The address of the host in ${name}: the first of the subnet.`,
    });
  return hints;
}
