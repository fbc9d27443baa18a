import {
  contains,
  DEFAULT_MTU,
  hasAddress,
  hasRole,
  type Device,
  type ElementId,
  type Host,
  type IpAddress,
  type LogicalNetwork,
  type Network,
  type Route,
} from '../../model/index.js';

export const PROBE_KINDS = ['gateway', 'peers', 'dns'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** Somebody who is asked before and after a change: who answered shall still answer. */
export interface Probe {
  readonly kind: ProbeKind;
  /** As `ping` takes it: a link-local one with the interface behind `%`. */
  readonly address: string;
  /** Name of the network, where one is known. */
  readonly network?: string;
  /** Name of the host that has the address; of peers only. */
  readonly host?: string;
  /** Bytes of the IP packet that has to arrive in one piece; absent: a small one. */
  readonly mtu?: number;
}

/** What a host asks at once, and what a person still reads. */
const MOST = 30;

/**
 * Whom a host shall reach, as the text says: its default gateways, its name servers, and the other hosts by their addresses in
 * the networks that it has an address in. Of many hosts the first of each network, because the ways to them are the same.
 * @param interfaceNames of NICs that the text knows by their MAC (`compileOptionsFor`)
 */
export function probesOf(
  network: Network,
  host: Host,
  interfaceNames: Readonly<Record<ElementId, string>> = {},
): readonly Probe[] {
  const { devices } = host;
  const networks = new Map(network.networks.map((each) => [each.id, each]));
  const own = new Set(
    devices.flatMap(({ addressing }) => addressing.addresses.map(({ value }) => value.address)),
  );
  const at = (address: IpAddress, device: Device): Pick<Probe, 'address' | 'network'> => {
    const name = networkOf(address, device, networks)?.name;
    const scope = isLinkLocal(address) ? `%${interfaceNames[device.id] ?? device.name}` : '';
    return { address: `${address}${scope}`, ...(name !== undefined && { network: name }) };
  };
  const gateways = devices.flatMap((device) =>
    [...device.addressing.gateways.map(({ value }) => value), ...defaultHops(device.addressing.routes)].map(
      (address): Probe => ({ kind: 'gateway', ...at(address, device) }),
    ),
  );
  const servers = devices.flatMap((device) =>
    device.addressing.dns.map(({ value }): Probe => ({ kind: 'dns', ...at(value, device) })),
  );
  const peers = devices.flatMap((device) =>
    hasAddress(device.addressing)
      ? device.networks.map(({ value }) => peersOn(value, host, network.hosts, networks))
      : [],
  );
  const all: readonly Probe[] = [
    ...gateways,
    ...defaultHops(host.routes).map((address): Probe => ({ kind: 'gateway', address })),
    ...servers,
    ...host.dns.map(({ value }): Probe => ({ kind: 'dns', address: value })),
    ...inTurns(peers),
  ];
  const asked = new Set<string>();
  const isNew = ({ kind, address, mtu }: Probe): boolean => {
    const before = asked.size;
    return !own.has(address) && asked.add(`${kind} ${address} ${mtu ?? ''}`).size > before;
  };
  return all.filter(isNew).slice(0, MOST);
}

const isLinkLocal = (address: IpAddress): boolean => /^fe[89ab]/.test(address);

const defaultHops = (routes: readonly Route[]): readonly IpAddress[] =>
  routes.flatMap(({ destination, via }) => (destination.value.prefix === 0 && via ? [via.value] : []));

/** The one of a device's networks that an address belongs to. */
function networkOf(
  address: IpAddress,
  device: Device,
  networks: ReadonlyMap<ElementId, LogicalNetwork>,
): LogicalNetwork | undefined {
  const carried = device.networks.flatMap(({ value }) => networks.get(value) ?? []);
  return (
    carried.find(({ subnets }) => subnets.some(({ value }) => contains(value, address))) ??
    (carried.length === 1 ? carried[0] : undefined)
  );
}

/** Where much is moved in large packets, one of the full size has to arrive as well: a switch may have dropped only those. */
function peersOn(
  id: ElementId,
  host: Host,
  hosts: readonly Host[],
  networks: ReadonlyMap<ElementId, LogicalNetwork>,
): readonly Probe[] {
  const network = networks.get(id);
  if (!network) return [];
  const full = hasRole(network, 'migration') || hasRole(network, 'storage');
  const mtu = network.mtu?.value ?? DEFAULT_MTU;
  return hosts
    .filter((other) => other.id !== host.id)
    .flatMap((other) =>
      other.devices
        .filter((device) => device.networks.some(({ value }) => value === id))
        .flatMap((device) =>
          device.addressing.addresses
            .map(({ value }) => value.address)
            .filter((address) => !isLinkLocal(address) && networkOf(address, device, networks) === network)
            .flatMap((address): readonly Probe[] => {
              const probe: Probe = { kind: 'peers', address, network: network.name, host: other.name };
              return full ? [probe, { ...probe, mtu }] : [probe];
            }),
        ),
    );
}

/** The first of each list, then the second of each, and so on. */
function inTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = lists.reduce((length, list) => Math.max(length, list.length), 0);
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
