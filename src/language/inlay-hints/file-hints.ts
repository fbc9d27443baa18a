import {
  compareOrigins,
  comparePositions,
  guestId,
  hostId,
  type Guest,
  type Host,
  type NetworkIndex,
  type Origin,
  type Range,
} from '../../model/index.js';
import type { Declaration, Declarations } from '../declarations/declaration.js';
import { hostsMadeOf } from '../places/subject.js';
import { foldHosts, type FoldedHint } from './fold-hosts.js';
import { guestHints } from './guest-hints.js';
import type { Hint } from './hint.js';
import { hostHints } from './host-hints.js';

/** How many hosts of a profile are gone through before somebody may interrupt. */
const AT_ONCE = 500;

/**
 * The hints of parts of files. What was found out about a host or guest is kept as long as the model keeps the element:
 * a keystroke costs what it changed and what is in sight.
 */
export class FileHints {
  private readonly ofHost = new WeakMap<Host, readonly Hint[]>();
  private readonly ofGuest = new WeakMap<Guest, readonly Hint[]>();

  /**
   * @param interrupt may throw, so that a request that nobody waits for any more can end.
   * @returns hints in the order of the text.
   */
  async within(
    { uri, hosts, profiles, guests }: Declarations,
    range: Range,
    index: NetworkIndex,
    interrupt: () => Promise<void>,
  ): Promise<readonly FoldedHint[]> {
    /** What is in sight of the hints of one declaration; a host's may stand in its profiles. */
    const shown = (hints: readonly Hint[], { places }: Declaration): readonly Hint[] =>
      hints.filter(({ at }) => at.uri === uri && overlaps(at, range) && isInside(at, places.whole));
    const found: FoldedHint[] = [];
    for (const declaration of hosts.filter((candidate) => isInSight(candidate, range))) {
      const host = index.host(hostId(declaration.name));
      if (host) found.push(...shown(this.hostHints(host, index), declaration));
    }
    for (const declaration of guests.filter((candidate) => isInSight(candidate, range))) {
      const guest = index.guest(guestId(declaration.name));
      if (guest) found.push(...shown(this.guestHints(guest, index), declaration));
    }
    for (const profile of profiles.filter((candidate) => isInSight(candidate, range))) {
      const made: (readonly [string, readonly Hint[]])[] = [];
      for (const host of hostsMadeOf(profile.name, index)) {
        if (made.length % AT_ONCE === 0) await interrupt();
        made.push([host.name, shown(this.hostHints(host, index), profile)]);
      }
      found.push(...foldHosts(made));
    }
    return found.sort((a, b) => compareOrigins(a.at, b.at));
  }

  private hostHints(host: Host, index: NetworkIndex): readonly Hint[] {
    const hints = this.ofHost.get(host) ?? hostHints(host, index);
    this.ofHost.set(host, hints);
    return hints;
  }

  private guestHints(guest: Guest, index: NetworkIndex): readonly Hint[] {
    const hints = this.ofGuest.get(guest) ?? guestHints(guest, index);
    this.ofGuest.set(guest, hints);
    return hints;
  }
}

const overlaps = (origin: Origin, { start, end }: Range): boolean =>
  comparePositions(origin.range.start, end) <= 0 && comparePositions(start, origin.range.end) <= 0;

const isInSight = ({ places }: Declaration, range: Range): boolean => overlaps(places.whole, range);

const isInside = (inner: Origin, outer: Origin): boolean =>
  inner.uri === outer.uri &&
  comparePositions(outer.range.start, inner.range.start) <= 0 &&
  comparePositions(inner.range.end, outer.range.end) <= 0;
