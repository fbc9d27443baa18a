import type { Probe } from './traffic.js';

/** What the plan says that each loses, as people read it. */
const WORDS: Readonly<Record<Probe, RegExp>> = {
  management: /! \S+ carries this connection: silence for about (\d+) s/g,
  tenant: /! guest web1 loses network tenant(?: for about (\d+) s)?$/gm,
  nat: /! guest web1 loses network lab(?: for about (\d+) s)?$/gm,
};

/** Seconds without traffic that the plan announces, all its steps together; none is 0, for good is infinite. */
export function announcedIn(output: string): Readonly<Record<Probe, number>> {
  const sum = (words: RegExp): number =>
    [...output.matchAll(words)].reduce(
      (total, [, seconds]) => total + (seconds === undefined ? Infinity : Number(seconds)),
      0,
    );
  return { management: sum(WORDS.management), tenant: sum(WORDS.tenant), nat: sum(WORDS.nat) };
}

/** A ping that is late, and an emulated host that has other things to do, are no outage. Seconds. */
const NOTICEABLE = 1;

/** The outage that nobody had announced; the announcements are for real hosts, which are ten times as fast. */
export function unannounced(
  gaps: Partial<Record<Probe, number | undefined>>,
  announced: Partial<Record<Probe, number | null>>,
): string | undefined {
  const found = (['management', 'tenant', 'nat'] as const).filter((probe) => {
    const [gap = 0, said] = [gaps[probe], announced[probe]];
    // JSON has no infinity.
    return said !== null && gap > 2 * (said ?? 0) + NOTICEABLE;
  });
  return found.length === 0
    ? undefined
    : `traffic was interrupted for longer than the plan says: ${found
        .map((probe) => `${probe} ${gaps[probe]?.toFixed(1) ?? ''} s, said ${announced[probe] ?? 0} s`)
        .join(', ')}`;
}
