import type { Bridge, Host } from '../model/index.js';
import type { SiteView } from './site-view.js';
import { listText } from './wording.js';

/** A bridge of a host, and the names of the guests that are described and plugged into it. */
export interface BridgeOfGuests {
  readonly bridge: Bridge;
  readonly guests: readonly string[];
}

export function bridgesOfGuests(host: Host, site: SiteView): readonly BridgeOfGuests[] {
  const guestsByBridge = new Map<string, Set<string>>();
  for (const guest of site.guestsOn(host.id))
    for (const nic of guest.nics) {
      const bridge = site.plugOf(nic, host.id)?.bridge;
      if (!bridge) continue;
      const guests = guestsByBridge.get(bridge.id) ?? new Set();
      guestsByBridge.set(bridge.id, guests.add(guest.name));
    }
  return host.devices.flatMap((device) => {
    const guests = guestsByBridge.get(device.id);
    return guests && device.kind === 'bridge' ? [{ bridge: device, guests: [...guests] }] : [];
  });
}

const MOST_NAMED = 3;

/** As in `guest web1 is plugged`. */
export function pluggedText(names: readonly string[]): string {
  if (names.length > MOST_NAMED) return `${names.length} guests are plugged`;
  return names.length === 1 ? `guest ${listText(names)} is plugged` : `guests ${listText(names)} are plugged`;
}
