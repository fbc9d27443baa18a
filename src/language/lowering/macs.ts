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
const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Gives each NIC of a site that has no MAC written one of its own. Two NICs never get the same one, nor one that is
 * written elsewhere: of those that would, the first by name keeps it and the others try on, which comes out the same
 * however the text is ordered. Guests come and go one by one; only clashes are looked at again.
 */
export class MacRegistry {
  /** NICs by the MAC that follows from their names. */
  private readonly claims = new Map<Mac, Set<string>>();
  private readonly written = new Map<Mac, number>();
  /** MACs that more than one NIC would have. */
  private readonly contested = new Set<Mac>();
  /** NICs that had to try on. */
  private moved: ReadonlyMap<string, Mac> = new Map();

  add(guest: Guest): void {
    for (const nic of guest.nics) {
      const mac = isDerived(nic) ? macFromNames(guest.name, nic.name) : nic.mac.value;
      if (isDerived(nic)) this.claims.set(mac, (this.claims.get(mac) ?? new Set()).add(keyOf(guest, nic)));
      else this.written.set(mac, (this.written.get(mac) ?? 0) + 1);
      this.judge(mac);
    }
  }

  remove(guest: Guest): void {
    for (const nic of guest.nics) {
      const mac = isDerived(nic) ? macFromNames(guest.name, nic.name) : nic.mac.value;
      if (isDerived(nic)) {
        const claims = this.claims.get(mac);
        claims?.delete(keyOf(guest, nic));
        if (claims?.size === 0) this.claims.delete(mac);
      } else this.written.set(mac, (this.written.get(mac) ?? 1) - 1);
      if (this.written.get(mac) === 0) this.written.delete(mac);
      this.judge(mac);
    }
  }

  /** Settles the clashes; true when a NIC got another MAC than before, or lost it. */
  settle(): boolean {
    const again = [...this.contested].flatMap((mac) => {
      const claims = [...(this.claims.get(mac) ?? [])].sort(inOrder);
      return this.written.has(mac) ? claims : claims.slice(1);
    });
    const moved = new Map<string, Mac>();
    const given = new Set<Mac>();
    const isFree = (mac: Mac): boolean => !this.claims.has(mac) && !this.written.has(mac) && !given.has(mac);
    for (const key of again.sort(inOrder)) {
      const [guest = '', nic = ''] = key.split('\0');
      let attempt = 1;
      while (!isFree(macFromNames(guest, nic, attempt))) attempt++;
      const mac = macFromNames(guest, nic, attempt);
      given.add(mac);
      moved.set(key, mac);
    }
    const earlier = this.moved;
    this.moved = moved;
    return moved.size !== earlier.size || [...moved].some(([key, mac]) => earlier.get(key) !== mac);
  }

  /** The guest with its MACs. */
  addressed(guest: Guest): Guest {
    if (!guest.nics.some(isDerived)) return guest;
    const macOf = (nic: GuestNic): Mac =>
      this.moved.get(keyOf(guest, nic)) ?? macFromNames(guest.name, nic.name);
    const nics = guest.nics.map((nic) =>
      isDerived(nic) ? { ...nic, mac: { ...nic.mac, value: macOf(nic) } } : nic,
    );
    return { ...guest, nics };
  }

  private judge(mac: Mac): void {
    const claims = this.claims.get(mac)?.size ?? 0;
    if (claims > 1 || (claims === 1 && this.written.has(mac))) this.contested.add(mac);
    else this.contested.delete(mac);
  }
}
