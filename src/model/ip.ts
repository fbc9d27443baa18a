/** IPv4 and IPv6 values. Kept as canonical text, which is JSON-safe and readable; arithmetic goes through bigint. */
export type IpFamily = 4 | 6;

/** Canonical text: dotted decimal, or IPv6 as RFC 5952 writes it. */
export type IpAddress = string;

/** An address with the length of its network, as a device has it: host bits may be set. */
export interface InterfaceAddress {
  readonly family: IpFamily;
  readonly address: IpAddress;
  /** Bits, 0–32 or 0–128. */
  readonly prefix: number;
}

/** A network: host bits are zero. */
export type Subnet = InterfaceAddress;

const bitsOf = (family: IpFamily): number => (family === 4 ? 32 : 128);

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    // A leading zero is octal to some resolvers and decimal to others, so it is refused (as inet_pton does).
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  let rest = text;
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (embedded) {
    const v4 = parseIpv4(embedded[2] ?? '');
    if (v4 === undefined) return undefined;
    rest = `${embedded[1] ?? ''}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const written = groups.flat();
  if (!written.every((group) => /^[\da-fA-F]{1,4}$/.test(group))) return undefined;
  const missing = 8 - written.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...(groups[0] ?? []), ...Array<string>(missing).fill('0'), ...(groups[1] ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** The number that an address stands for, or undefined when the text is no address. */
export function ipToNumber(text: string): { readonly family: IpFamily; readonly value: bigint } | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { family: 4, value: v4 };
  const v6 = parseIpv6(text);
  return v6 === undefined ? undefined : { family: 6, value: v6 };
}

function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    Number((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  // RFC 5952 4.2: the longest run of two or more zero groups, the first of equals, becomes `::`.
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

/** Canonical text of a number; undefined when it does not fit the family. */
export function numberToIp(family: IpFamily, value: bigint): IpAddress | undefined {
  if (value < 0n || value >> BigInt(bitsOf(family)) !== 0n) return undefined;
  if (family === 6) return formatIpv6(value);
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

export function parseIpAddress(text: string): IpAddress | undefined {
  const number = ipToNumber(text);
  return number && numberToIp(number.family, number.value);
}

export function familyOf(address: IpAddress): IpFamily {
  return address.includes(':') ? 6 : 4;
}

/** `10.11.10.22/24`, host bits kept. */
export function parseInterfaceAddress(text: string): InterfaceAddress | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const number = match && ipToNumber(match[1] ?? '');
  if (!match || !number) return undefined;
  const prefix = Number(match[2]);
  const address = numberToIp(number.family, number.value);
  if (prefix > bitsOf(number.family) || address === undefined) return undefined;
  return { family: number.family, address, prefix };
}

const hostBits = (subnet: Subnet): bigint => BigInt(bitsOf(subnet.family) - subnet.prefix);

function valueOf(address: IpAddress): bigint {
  return ipToNumber(address)?.value ?? 0n;
}

/** First address of the network that the address lies in: the network's own. */
export function subnetOf(address: InterfaceAddress): Subnet {
  const bits = hostBits(address);
  const base = (valueOf(address.address) >> bits) << bits;
  return { ...address, address: numberToIp(address.family, base) ?? address.address };
}

/** Last address of the network; for IPv4 up to /30 the broadcast address. */
export function lastAddressOf(subnet: Subnet): IpAddress {
  const last = valueOf(subnetOf(subnet).address) + (1n << hostBits(subnet)) - 1n;
  return numberToIp(subnet.family, last) ?? subnet.address;
}

export function contains(subnet: Subnet, address: IpAddress): boolean {
  if (familyOf(address) !== subnet.family) return false;
  const bits = hostBits(subnet);
  return valueOf(address) >> bits === valueOf(subnet.address) >> bits;
}

export function overlaps(a: Subnet, b: Subnet): boolean {
  return a.prefix <= b.prefix ? contains(a, b.address) : contains(b, a.address);
}

/** `subnet + offset`: the address of a host by its number; undefined when it lies outside the subnet. */
export function addressInSubnet(subnet: Subnet, offset: number): IpAddress | undefined {
  const address = numberToIp(subnet.family, valueOf(subnetOf(subnet).address) + BigInt(offset));
  return address !== undefined && contains(subnet, address) ? address : undefined;
}

/** True when no host may have the address: the network's own, or an IPv4 broadcast. RFC 3021 allows both in a /31. */
export function isNetworkOrBroadcast({ family, address, prefix }: InterfaceAddress): boolean {
  if (prefix >= bitsOf(family) - 1) return false;
  const own = subnetOf({ family, address, prefix });
  return address === own.address || (family === 4 && address === lastAddressOf(own));
}

export function compareAddresses(a: IpAddress, b: IpAddress): number {
  const difference = familyOf(a) - familyOf(b);
  if (difference !== 0) return difference;
  const [x, y] = [valueOf(a), valueOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function formatInterfaceAddress({ address, prefix }: InterfaceAddress): string {
  return `${address}/${prefix}`;
}
