import { KVM_MAC_PREFIX, type Guest, type GuestNic, type Mac } from '../../model/index.js';

/** FNV-1a with a final mix (MurmurHash3), 32 bits: spreads short names evenly, the same on every machine. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    state = Math.imul(state ^ (code & 0xff), 0x01000193);
    state = Math.imul(state ^ (code >>> 8), 0x01000193);
  }
  state ^= state >>> 16;
  state = Math.imul(state, 0x85ebca6b);
  state ^= state >>> 13;
  state = Math.imul(state, 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** The MAC that follows from the names; further attempts give others. */
export function macFromNames(guest: string, nic: string, attempt = 0): Mac {
  const digits = (hash(`${guest}\0${nic}\0${attempt}`) & 0xff_ffff).toString(16).padStart(6, '0');
  return `${KVM_MAC_PREFIX}:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`;
}

const isDerived = ({ mac }: GuestNic): boolean => mac.follows !== undefined;
const keyOf = (guest: Guest, nic: GuestNic): string => `${guest.name}\0${nic.name}`;

/**
 * The guests with a MAC for each NIC that has none written. Two NICs of a site never get the same one, nor one that is
 * written elsewhere: of those that would, the first by name keeps it and the others try on, which comes out the same
 * however the text is ordered. Guests that already have their MACs stay the same objects.
 */
export function assignMacs(guests: readonly Guest[]): readonly Guest[] {
  const owners = new Map<Mac, { readonly guest: Guest; readonly nic: GuestNic }[]>();
  const taken = new Set<Mac>();
  for (const guest of guests)
    for (const nic of guest.nics) {
      if (!isDerived(nic)) {
        taken.add(nic.mac.value);
        continue;
      }
      const mac = macFromNames(guest.name, nic.name);
      const same = owners.get(mac);
      if (same) same.push({ guest, nic });
      else owners.set(mac, [{ guest, nic }]);
    }
  const again: { readonly guest: Guest; readonly nic: GuestNic }[] = [];
  for (const [mac, claims] of owners) {
    if (claims.length === 1 && !taken.has(mac)) continue;
    const sorted = claims.sort((a, b) => (keyOf(a.guest, a.nic) < keyOf(b.guest, b.nic) ? -1 : 1));
    again.push(...sorted.slice(taken.has(mac) ? 0 : 1));
  }
  for (const mac of owners.keys()) taken.add(mac);
  const moved = new Map<GuestNic, Mac>();
  for (const { guest, nic } of again.sort((a, b) =>
    keyOf(a.guest, a.nic) < keyOf(b.guest, b.nic) ? -1 : 1,
  )) {
    let attempt = 1;
    while (taken.has(macFromNames(guest.name, nic.name, attempt))) attempt++;
    const mac = macFromNames(guest.name, nic.name, attempt);
    taken.add(mac);
    moved.set(nic, mac);
  }
  return guests.map((guest) => withMacs(guest, moved));
}

function withMacs(guest: Guest, moved: ReadonlyMap<GuestNic, Mac>): Guest {
  const macOf = (nic: GuestNic): Mac =>
    isDerived(nic) ? (moved.get(nic) ?? macFromNames(guest.name, nic.name)) : nic.mac.value;
  if (guest.nics.every((nic) => nic.mac.value === macOf(nic))) return guest;
  return { ...guest, nics: guest.nics.map((nic) => ({ ...nic, mac: { ...nic.mac, value: macOf(nic) } })) };
}
