import type { Device, ElementId, Host } from '../model/index.js';
import type { Claim } from './claim.js';
import { isLinkLocal } from './host-subnets.js';
import { deviceText, related } from './wording.js';
import type { Violation } from './rule.js';

/** In the value of a claim, beside the host and the networks: frames of the device may leave the host. */
const OUTWARD = 'outward';

/** One claim for each address of a device; the value says which machines hear it. */
export function* addressClaims(host: Host): Iterable<Claim> {
  for (const device of host.devices) {
    const { addresses } = device.addressing;
    if (addresses.length === 0) continue;
    const value = [host.id, ...(staysInside(device, host) ? [] : [OUTWARD]), ...networksOf(device)].join(' ');
    for (const { value: own, origin, follows } of addresses)
      if (!isLinkLocal(own.address))
        yield {
          key: own.address,
          origin: follows?.rule === 'number' && host.number ? host.number.origin : origin,
          within: device.networks.find((network) => network.value === follows?.from)?.origin ?? origin,
          subject: device.id,
          claimant: `${deviceText(device)} of host ${host.name}`,
          value,
        };
  }
}

const networksOf = ({ networks }: Device): readonly ElementId[] => networks.map(({ value }) => value);

/** A bridge without ports and without network: only guests and the host itself are there. */
export const isIsland = (device: Device): boolean =>
  device.kind === 'bridge' && device.ports.length === 0 && device.networks.length === 0;

/** On such a bridge, or a VLAN of one. */
function staysInside(device: Device, { devices }: Host): boolean {
  if (device.kind !== 'vlan') return isIsland(device);
  const parent = devices.find(({ id }) => id === device.parent.value);
  return device.networks.length === 0 && parent !== undefined && isIsland(parent);
}

/** How two claims of one address stand to each other. */
export interface AddressClash {
  readonly first: Claim;
  readonly other: Claim;
  /** One host, or one logical network. Else nobody says whether the two devices are in one LAN. */
  readonly certain: boolean;
}

/** For each claim that clashes with an earlier one the first of those, a certain one before any other. */
export function* addressClashes(claims: readonly Claim[]): Iterable<AddressClash> {
  const firstBy = new Map<string, Claim>();
  for (const other of claims) {
    const places = (other.value ?? '').split(' ');
    const certain = places
      .filter((place) => place !== OUTWARD)
      .flatMap((place) => firstBy.get(place) ?? [])[0];
    const first = certain ?? (places.includes(OUTWARD) ? firstBy.get(OUTWARD) : undefined);
    if (first) yield { first, other, certain: certain !== undefined };
    for (const place of places) if (!firstBy.has(place)) firstBy.set(place, other);
  }
}

/** On one host it is not the number that is given twice, but the network. */
export function clashPlaces({
  first,
  other,
}: AddressClash): Pick<Violation, 'origin' | 'related' | 'subjects'> {
  const hostOf = ({ value = '' }: Claim): string => value.split(' ')[0] ?? '';
  const same = hostOf(first) === hostOf(other);
  return {
    origin: (same ? other.within : undefined) ?? other.origin,
    related: [related((same ? first.within : undefined) ?? first.origin, `${first.claimant} has it.`)],
    subjects: [first.subject, other.subject],
  };
}
