/** Keywords that may follow in the header of a block, by the keyword that began it. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  host: ['is'],
  profile: ['is'],
  guest: ['on', 'in'],
  vlan: ['on', 'id'],
};

export function headerContinuations([keyword, name, ...rest]: readonly string[]): readonly string[] {
  if (keyword === undefined || name === undefined) return [];
  return (HEADERS[keyword] ?? []).filter(
    (word) => !rest.includes(word) && !(keyword === 'guest' && rest.length > 0),
  );
}

/** Keywords that may go on with a property, by the keyword that began it. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  route: ['via', 'metric'],
  forward: ['to'],
  bandwidth: ['in', 'out', 'peak', 'burst'],
};

export function propertyContinuations([keyword, ...rest]: readonly string[]): readonly string[] {
  if (keyword === undefined) return [];
  return (PROPERTIES[keyword] ?? []).filter(
    (word) => !rest.includes(word) || word === 'peak' || word === 'burst',
  );
}
