import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EDITOR_NOTIFICATIONS,
  isFromPreview,
  isNetwork,
  isPicture,
  isPictureChanges,
  isPreviewState,
  isToPreview,
  LANGUAGE_REQUESTS,
} from '../../src/protocol/index.js';
import { buildGraph, diffPictures, layoutGraph } from '../../src/topology/index.js';
import type { Picture } from '../../src/topology/index.js';
import type { Network } from '../../src/model/index.js';
import { rackHost, rackSite } from '../topology/rack.js';

const pictureOf = (network: Network): Picture => {
  const graph = buildGraph(network, [], { perspective: 'devices' });
  return { graph, layout: layoutGraph(graph) };
};
/** As it arrives at the other end. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const GUARDS = {
  isFromPreview,
  isNetwork,
  isPicture,
  isPictureChanges,
  isPreviewState,
  isToPreview,
  graphParams: LANGUAGE_REQUESTS['kvmnet/graph'].params,
  graphResult: LANGUAGE_REQUESTS['kvmnet/graph'].result,
  compiled: LANGUAGE_REQUESTS['kvmnet/compiledFiles'].result,
  network: LANGUAGE_REQUESTS['kvmnet/network'].result,
  hosts: LANGUAGE_REQUESTS['kvmnet/hosts'].result,
  hostObserved: EDITOR_NOTIFICATIONS['kvmnet/hostObserved'],
};

/** All paths to values in a JSON document. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item])
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === key ? replaced(item, rest, by) : item));
  const record = value as Record<string, unknown>;
  return { ...record, [key]: replaced(record[key], rest, by) };
}

describe('guards', () => {
  test('accept a site as it arrives, picture and changes alike', () => {
    const before = pictureOf(rackSite());
    const after = pictureOf({ ...rackSite(), hosts: [rackHost('kvm1', 22), rackHost('kvm9', 29)] });
    expect(isNetwork(sent(rackSite()))).toBe(true);
    expect(isPicture(sent(before))).toBe(true);
    expect(isPictureChanges(sent(diffPictures(before, after)))).toBe(true);
    const result = { kind: 'picture', version: 1, picture: before };
    expect(LANGUAGE_REQUESTS['kvmnet/graph'].result(sent(result))).toBe(true);
    expect(isToPreview(sent({ type: 'graph', result }))).toBe(true);
  });

  test.each(Object.entries(GUARDS))('%s answers every value without throwing', (_, guard) => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (value) => {
        expect(typeof guard(value)).toBe('boolean');
      }),
    );
  });

  test('refuse a site in which any single value is of another type', () => {
    const network = sent(rackSite());
    const paths = pathsOf(network);
    fc.assert(
      fc.property(fc.nat(paths.length - 1), (index) => {
        const path = paths[index]!;
        expect(isNetwork(replaced(network, path, Symbol('other'))), path.join('.')).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('refuse a picture in which any single value is of another type', () => {
    const picture = sent(pictureOf(rackSite()));
    const paths = pathsOf(picture);
    fc.assert(
      fc.property(fc.nat(paths.length - 1), (index) => {
        const path = paths[index]!;
        expect(isPicture(replaced(picture, path, null)), path.join('.')).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('refuse a message of an unknown type, even one that every object inherits', () => {
    for (const type of ['constructor', 'toString', '__proto__', 'graphs', '']) {
      expect(isToPreview({ type })).toBe(false);
      expect(isFromPreview({ type })).toBe(false);
    }
  });

  test('refuse a NIC whose MAC is none', () => {
    const isObserved = EDITOR_NOTIFICATIONS['kvmnet/hostObserved'];
    const told = (mac: string) => ({ uri: 'file:///a.kvmnet', host: 'kvm1', nics: [{ name: 'eno1', mac }] });
    expect(isObserved(told('00:21:28:aa:bb:01'))).toBe(true);
    expect(isObserved(told('00:21:28:aa:bb'))).toBe(false);
    expect(isObserved(told('} nic eth0 {'))).toBe(false);
  });

  test('let a property through that a newer end may have added', () => {
    expect(isFromPreview({ type: 'show-problems', since: 'version 2' })).toBe(true);
  });
});
