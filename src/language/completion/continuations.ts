/** Keywords that may follow in the header of a block, by the keyword that began it. */
const HEADERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['host', ['is']],
  ['profile', ['is']],
  ['guest', ['on', 'in']],
]);
const DEVICE_HEADERS: ReadonlyMap<string, readonly string[]> = new Map([['vlan', ['on', 'id']]]);

/** What may follow in the header that was begun in a kind of block (the name of its grammar rule). */
export function headerContinuations(
  [keyword, name, ...rest]: readonly string[],
  rule: string,
): readonly string[] {
  if (keyword === undefined || name === undefined) return [];
  const inHost = rule === 'HostBlock' || rule === 'ProfileBlock';
  const words =
    rule === 'SourceFile' ? HEADERS.get(keyword) : inHost ? DEVICE_HEADERS.get(keyword) : undefined;
  return (words ?? []).filter((word) => !rest.includes(word) && !(keyword === 'guest' && rest.length > 0));
}

/** Keywords that may go on with a property. */
export function propertyContinuations([keyword, ...rest]: readonly string[]): readonly string[] {
  if (keyword === 'route')
    return rest.length === 0 ? [] : ['via', 'metric'].filter((word) => !rest.includes(word));
  if (keyword === 'forward') return rest.length === 0 || rest.includes('to') ? [] : ['to'];
  return keyword === 'bandwidth' ? limits(rest) : [];
}

/** `in` and `out` once each, and behind the rate of each one `peak` and one `burst`. */
function limits(words: readonly string[]): readonly string[] {
  const start = Math.max(words.lastIndexOf('in'), words.lastIndexOf('out'));
  const current = start < 0 ? [] : words.slice(start + 1);
  const more = ['peak', 'burst'].filter((word) => current.length > 0 && !current.includes(word));
  return [...['in', 'out'].filter((word) => !words.includes(word)), ...more];
}
