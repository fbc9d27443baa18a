import {
  addressInSubnet,
  contains,
  familyOf,
  formatInterfaceAddress,
  ipToNumber,
  lastAddressOf,
  numberToIp,
  overlaps,
  subnetOf,
  type IpAddress,
  type Network,
  type Subnet,
} from '../../model/index.js';

/**
 * The next name in a row: `kvm3` after `kvm1` and `kvm2`, `first` where there is none. Where people number other names
 * than ours, they go on with theirs: `hv08` after `hv07`.
 */
export function nextName(taken: Iterable<string>, first: string): string {
  const used = new Set(taken);
  const numbered = [...used].flatMap((name) => {
    const match = /^(.*?)(\d+)$/.exec(name);
    return match ? [{ stem: match[1] ?? '', digits: match[2] ?? '' }] : [];
  });
  const own = first.replace(/\d+$/, '');
  const row = numbered.filter(({ stem }) => stem === own);
  const [last] = (row.length > 0 ? row : numbered.slice(0, 1)).sort(
    (a, b) => Number(b.digits) - Number(a.digits),
  );
  if (!last) return used.has(first) ? freeAfter(used, own, 2) : first;
  return freeAfter(used, last.stem, Number(last.digits) + 1, last.digits.length);
}

function freeAfter(used: ReadonlySet<string>, stem: string, from: number, width = 1): string {
  const name = (number: number): string => `${stem}${String(number).padStart(width, '0')}`;
  let number = from;
  while (used.has(name(number))) number++;
  return name(number);
}

/** A name for something of a kind: `tenant`, `tenant2` where that is taken. */
export function freeName(taken: Iterable<string>, name: string): string {
  const used = new Set(taken);
  return used.has(name) ? freeAfter(used, name, 2) : name;
}

/** The lowest VLAN id above those in use; 11 in a site without. */
export function nextVlan({ networks }: Network): number {
  const used = new Set(networks.flatMap(({ vlan }) => (vlan ? [vlan.value] : [])));
  const trunks = networks.flatMap(({ vlans }) => vlans?.value ?? []);
  let id = used.size === 0 ? 11 : Math.max(...used) + 1;
  const isTaken = (): boolean => used.has(id) || trunks.some(({ first, last }) => first <= id && id <= last);
  while (id <= 4094 && isTaken()) id++;
  return Math.min(id, 4094);
}

/** All subnets of a site: of networks, of libvirt, and those of written addresses. */
export function usedSubnets({ networks, hosts }: Network): readonly Subnet[] {
  return [
    ...networks.flatMap(({ subnets }) => subnets.map(({ value }) => value)),
    ...hosts.flatMap(({ devices, virtualNetworks }) => [
      ...devices.flatMap(({ addressing }) =>
        addressing.addresses.flatMap(({ value, follows }) => (follows ? [] : [subnetOf(value)])),
      ),
      ...virtualNetworks.flatMap((network) =>
        network.kind === 'bridged' ? [] : network.subnets.map(({ value }) => value),
      ),
    ]),
  ];
}

const FIRST_SUBNET: Subnet = { family: 4, address: '10.11.10.0', prefix: 24 };
export const FIRST_VIRTUAL_SUBNET: Subnet = { family: 4, address: '192.168.100.0', prefix: 24 };

/** The subnet of the size of the site's last one that follows it and is free. */
export function nextSubnet(network: Network, vlan?: number): Subnet {
  const subnets = network.networks.flatMap(({ subnets }) =>
    subnets.flatMap(({ value }) => (value.family === 4 ? [value] : [])),
  );
  const last = subnets.at(-1);
  const used = usedSubnets(network);
  if (!last) return freeFrom(FIRST_SUBNET, used);
  const alike = vlan === undefined ? undefined : subnetLikeVlan(network, vlan);
  if (alike && !used.some((other) => overlaps(alike, other))) return alike;
  return freeFrom(following(last), used);
}

/** Where people write VLAN 13 as 10.11.13.0/24, they go on so. */
function subnetLikeVlan({ networks }: Network, vlan: number): Subnet | undefined {
  if (vlan > 255) return undefined;
  for (const { vlan: known, subnets } of networks)
    for (const { value } of subnets) {
      const parts = value.address.split('.');
      if (value.family === 4 && value.prefix === 24 && parts[2] === String(known?.value))
        return { ...value, address: [...parts.slice(0, 2), vlan, 0].join('.') };
    }
  return undefined;
}

export function freeFrom(first: Subnet, used: readonly Subnet[]): Subnet {
  let subnet = first;
  for (let tries = 0; tries < 1_000 && used.some((other) => overlaps(subnet, other)); tries++)
    subnet = following(subnet);
  return subnet;
}

function following(subnet: Subnet): Subnet {
  const last = ipToNumber(lastAddressOf(subnet));
  const address = last && numberToIp(subnet.family, last.value + 1n);
  return address === undefined ? subnet : { ...subnet, address };
}

/** Every address that somebody or something in the site has. */
export function usedAddresses({ networks, hosts }: Network): ReadonlySet<IpAddress> {
  const used = new Set<IpAddress>();
  for (const { gateways, dns } of networks) for (const { value } of [...gateways, ...dns]) used.add(value);
  for (const { devices, virtualNetworks } of hosts) {
    for (const { addressing } of devices) {
      for (const { value } of addressing.addresses) used.add(value.address);
      for (const { value } of addressing.gateways) used.add(value);
    }
    for (const network of virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const { value } of network.addresses) used.add(value.address);
      for (const { address } of network.leases) used.add(address);
    }
  }
  return used;
}

/** The lowest address of a subnet that is free; .1 is where a gateway usually is. */
export function freeAddress(subnet: Subnet, used: ReadonlySet<IpAddress>, from = 2): IpAddress | undefined {
  for (let number = from; number < from + 4_096; number++) {
    const address = addressInSubnet(subnet, number);
    if (address === undefined || address === lastAddressOf(subnet)) return undefined;
    if (!used.has(address)) return address;
  }
  return undefined;
}

/** The lowest number from the lowest one on that no host has and whose addresses are free; 11 for the first host. */
export function nextNumber(network: Network): number {
  const taken = new Set(network.hosts.flatMap(({ number }) => (number ? [number.value] : [])));
  const used = usedAddresses(network);
  const subnets = network.networks.flatMap(({ subnets }) => subnets.map(({ value }) => value));
  const isFree = (number: number): boolean =>
    !taken.has(number) &&
    subnets.every((subnet) => {
      const address = addressInSubnet(subnet, number);
      return address === undefined || !used.has(address);
    });
  let number = taken.size === 0 ? 11 : Math.min(...taken);
  while (!isFree(number)) number++;
  return number;
}

/** `192.168.100.10-192.168.100.200`: room for fixed addresses on both sides. */
export function rangeIn(subnet: Subnet): string | undefined {
  const size = subnet.family === 6 ? 256 : 2 ** Math.min(32 - subnet.prefix, 8);
  if (size < 8) return undefined;
  const first = addressInSubnet(subnet, Math.max(2, Math.floor(size / 25)));
  const last = addressInSubnet(subnet, Math.floor((size * 200) / 256));
  return first === undefined || last === undefined ? undefined : `${first}-${last}`;
}

export const written = formatInterfaceAddress;

/** The subnet among them that an address lies in. */
export const subnetAround = (address: IpAddress, subnets: readonly Subnet[]): Subnet | undefined =>
  subnets.find((subnet) => subnet.family === familyOf(address) && contains(subnet, address));
