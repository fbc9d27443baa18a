import { describe, expect, it } from 'vitest';
import { jumpHosts, type Host, type Origin } from '../../src/model/index.js';

const origin: Origin = {
  uri: 'file:///a',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
};
const host = (name: string, via?: string): Host => ({
  id: name,
  name,
  places: { name: origin, whole: origin },
  ssh: { value: { name }, origin },
  profiles: [],
  devices: [],
  virtualNetworks: [],
  routes: [],
  dns: [],
  ...(via !== undefined && { via: { value: via, origin } }),
});
const way = (name: string, ...hosts: readonly Host[]): readonly string[] | undefined => {
  const byName = new Map(hosts.map((one) => [one.name, one]));
  return jumpHosts(byName.get(name)!, (id) => byName.get(id))?.map((hop) => hop.name);
};

describe('the way to a host', () => {
  it('names the outermost hop first', () => {
    expect(way('a', host('a', 'b'), host('b', 'c'), host('c'))).toEqual(['c', 'b']);
  });

  it('is empty for a host that is reached directly', () => {
    expect(way('a', host('a'))).toEqual([]);
  });

  it('is none when it leads back', () => {
    expect(way('a', host('a', 'b'), host('b', 'a'))).toBeUndefined();
    expect(way('a', host('a', 'b'), host('b', 'c'), host('c', 'b'))).toBeUndefined();
  });
});
