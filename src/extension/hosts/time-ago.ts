const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `3 hours ago`; what no clock understands is shown as it is. @param at ISO 8601 @param now milliseconds */
export function timeAgo(at: string, now = Date.now()): string {
  const seconds = (now - Date.parse(at)) / 1000;
  if (!Number.isFinite(seconds)) return at;
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  // Clocks of two machines differ: what is made in a moment is made now.
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  }
  return 'just now';
}
