import type {
  Device,
  ElementId,
  Guest,
  GuestNic,
  Host,
  LogicalNetwork,
  NetworkIndex,
  Plug,
  VirtualNetwork,
  Zone,
} from '../model/index.js';

/**
 * What a host-local check may ask about the rest of the site. Every answer that is not part of the checked element
 * itself is written down, so that the result can be kept until one of those answers changes.
 */
export interface SiteView {
  host(id: ElementId): Host | undefined;
  device(id: ElementId): Device | undefined;
  virtualNetwork(id: ElementId): VirtualNetwork | undefined;
  logicalNetwork(id: ElementId): LogicalNetwork | undefined;
  guest(id: ElementId): Guest | undefined;
  /** Devices that name `controller` as theirs. A device that two list is in the `ports` of both, but only here once. */
  portsOf(controller: ElementId): readonly Device[];
  vlansOn(parent: ElementId): readonly Device[];
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

const lookUp = (index: NetworkIndex, id: ElementId): unknown =>
  index.logicalNetwork(id) ?? index.host(id) ?? index.guest(id);

/** True when the index gives every answer again. */
export function stillAnswers(index: NetworkIndex, reads: Reads): boolean {
  for (const [id, answer] of reads.elements) if (lookUp(index, id) !== answer) return false;
  for (const [id, guests] of reads.guestsOn) if (!sameItems(index.guestsOn(id), guests)) return false;
  return reads.zones === undefined || sameItems(reads.zones, index.network.zones);
}

/** A view of the index that notes what it was asked. Devices and virtual networks count as their host. */
export function viewSite(index: NetworkIndex): { readonly view: SiteView; readonly reads: Reads } {
  const elements = new Map<ElementId, unknown>();
  const guestLists = new Map<ElementId, readonly Guest[]>();
  let zones: readonly Zone[] | undefined;

  const noteHost = (id: ElementId): Host | undefined => {
    const host = index.host(id);
    elements.set(id, host);
    return host;
  };
  const noted = <T extends { readonly host: ElementId }>(found: T | undefined): T | undefined => {
    if (found) noteHost(found.host);
    return found;
  };
  const notedZones = (): readonly Zone[] => (zones ??= index.network.zones);

  const view: SiteView = {
    host: noteHost,
    device: (id) => noted(index.device(id)),
    virtualNetwork: (id) => noted(index.virtualNetwork(id)),
    logicalNetwork: (id) => {
      const network = index.logicalNetwork(id);
      elements.set(id, network);
      return network;
    },
    guest: (id) => {
      const guest = index.guest(id);
      elements.set(id, guest);
      return guest;
    },
    portsOf: (id) => index.portsOf(id),
    vlansOn: (id) => index.vlansOn(id),
    guestsOn: (id) => {
      const guests = index.guestsOn(id);
      guestLists.set(id, guests);
      return guests;
    },
    plugOf: (nic, host) => {
      noteHost(host);
      return index.plugOf(nic, host);
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
