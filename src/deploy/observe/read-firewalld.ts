import { anObject, aString, isRecord, listOf, mapOf, parseJson, type Guard } from '../guard.js';
import type { FrameIndex } from './frame-index.js';
import type { ObservedFirewalld } from './observed-host.js';

/** A reply as `busctl --json=short call` prints it: its values in `data`. */
const replyOf = <T>(first: Guard<T>): Guard<{ readonly data: T }> =>
  anObject<{ readonly data: T }>({
    data: (value) => (Array.isArray(value) ? first(value[0]) : undefined),
  });

/** `getActiveZones`, a{sa{sas}}: zone → { interfaces, sources }; each key is missing when empty. */
const activeZones = mapOf<readonly string[]>((value) =>
  isRecord(value) ? listOf(aString)(value.interfaces ?? []) : undefined,
);

export function readFirewalld(frames: FrameIndex): ObservedFirewalld {
  const state = frames.all('firewalld')[0]?.name;
  if (state !== 'running')
    return { state: state === 'stopped' ? 'stopped' : 'absent', zones: [], zoneOf: {} };
  const zones = parseJson(frames.text('firewalld-zones'), replyOf(listOf(aString)))?.data ?? [];
  const active = parseJson(frames.text('firewalld-active'), replyOf(activeZones))?.data ?? {};
  const zoneOf = Object.entries(active).flatMap(([zone, interfaces]) =>
    interfaces.map((name) => [name, zone] as const),
  );
  return { state, zones, zoneOf: Object.fromEntries(zoneOf) };
}
