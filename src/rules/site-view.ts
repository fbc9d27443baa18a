import type {
  Device,
  ElementId,
  Guest,
  GuestNic,
  Host,
  LogicalNetwork,
  NetworkIndex,
  Plug,
  Zone,
} from '../model/index.js';

/**
 * What a check of one element may ask about the rest of the site. Every answer that is not part of the checked element
 * itself is written down, so that the result can be kept until one of those answers changes.
 */
export interface SiteView {
  host(id: ElementId): Host | undefined;
  device(id: ElementId): Device | undefined;
  logicalNetwork(id: ElementId): LogicalNetwork | undefined;
  guest(id: ElementId): Guest | undefined;
  guestsOn(host: ElementId): readonly Guest[];
  plugOf(nic: GuestNic, host: ElementId): Plug | undefined;
  /** A zone that the site declares. */
  zone(name: string): Zone | undefined;
  /** Names of the zones that the site declares. */
  zoneNames(): readonly string[];
}

/** The answers that a result rests on. */
export interface Reads {
  readonly elements: ReadonlyMap<ElementId, unknown>;
  readonly guestsOn: ReadonlyMap<ElementId, readonly Guest[]>;
  readonly zones: readonly Zone[] | undefined;
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => item === b[i]));

/** Ids of different kinds never meet. */
const lookUp = (index: NetworkIndex, id: ElementId): unknown =>
  index.logicalNetwork(id) ?? index.host(id) ?? index.guest(id) ?? index.device(id);

/** True when the index gives every answer again. */
export function stillAnswers(index: NetworkIndex, reads: Reads): boolean {
  for (const [id, answer] of reads.elements) if (lookUp(index, id) !== answer) return false;
  for (const [id, guests] of reads.guestsOn) if (!sameItems(index.guestsOn(id), guests)) return false;
  return reads.zones === undefined || sameItems(reads.zones, index.network.zones);
}

/**
 * A view of the index that notes what it was asked.
 *
 * @param own devices of the checked host: they change with it, so that asking for them needs no note.
 */
export function viewSite(
  index: NetworkIndex,
  own: readonly Device[] = [],
): { readonly view: SiteView; readonly reads: Reads } {
  const elements = new Map<ElementId, unknown>();
  const guestLists = new Map<ElementId, readonly Guest[]>();
  let zones: readonly Zone[] | undefined;
  const ownById = new Map(own.map((device) => [device.id, device]));

  const noted = <T>(id: ElementId, answer: T): T => {
    elements.set(id, answer);
    return answer;
  };
  const notedZones = (): readonly Zone[] => (zones ??= index.network.zones);

  const view: SiteView = {
    host: (id) => noted(id, index.host(id)),
    device: (id) => ownById.get(id) ?? noted(id, index.device(id)),
    logicalNetwork: (id) => noted(id, index.logicalNetwork(id)),
    guest: (id) => noted(id, index.guest(id)),
    guestsOn: (id) => {
      const guests = index.guestsOn(id);
      guestLists.set(id, guests);
      return guests;
    },
    plugOf: (nic, host) => {
      noted(host, index.host(host));
      const plug = index.plugOf(nic, host);
      if (plug?.kind === 'virtual-network' && plug.virtualNetwork.kind === 'bridged')
        noted(plug.virtualNetwork.device, index.device(plug.virtualNetwork.device));
      return plug;
    },
    zone: (name) => notedZones().find((zone) => zone.name === name),
    zoneNames: () => notedZones().map(({ name }) => name),
  };
  return {
    view,
    reads: {
      elements,
      guestsOn: guestLists,
      get zones() {
        return zones;
      },
    },
  };
}
