import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/model/index.js';
import {
  applyPictureChanges,
  applyUpdate,
  buildGraph,
  createPictureHistory,
  diffPictures,
  isEmptyChange,
  keepLastGood,
  layoutGraph,
} from '../../src/topology/index.js';
import type { Graph, Picture } from '../../src/topology/index.js';
import { RACK_NETWORKS, rackHost, rackSite } from './rack.js';
import { guest, pool, site } from './site.js';

const graphOf = (network: Network): Graph => buildGraph(network, [], { perspective: 'devices' });
const pictureOf = (network: Network, before?: Picture): Picture => {
  const graph = graphOf(network);
  return { graph, layout: layoutGraph(graph, before) };
};

const sites = fc
  .record({
    hosts: fc.shuffledSubarray(['a', 'b', 'c', 'd']),
    guests: fc.shuffledSubarray(['v', 'w', 'x', 'y', 'z']),
    networks: fc.shuffledSubarray(RACK_NETWORKS),
    inPool: fc.boolean(),
  })
  .map(({ hosts, guests, networks, inPool }) => {
    const everyone = pool('everyone', ...hosts);
    return site({
      networks,
      pools: inPool ? [everyone] : [],
      hosts: hosts.map((name, index) => rackHost(name, 22 + index)),
      guests: guests.map((name, index) =>
        guest(
          name,
          inPool ? { in: everyone } : { on: hosts[index % 2] ?? 'none' },
          ['tenant', 'edge'].slice(index % 2),
        ),
      ),
    });
  });

describe('diffPictures', () => {
  test('gives changes that lead from any picture to any other', () => {
    fc.assert(
      fc.property(sites, sites, (first, second) => {
        const before = pictureOf(first);
        const after = pictureOf(second, before);
        const changes = diffPictures(before, after);
        expect(changes && applyPictureChanges(before, changes)).toEqual(after);
      }),
      { numRuns: 60 },
    );
  });

  test('is empty between equal pictures, and only then', () => {
    fc.assert(
      fc.property(sites, sites, (first, second) => {
        const [before, same] = [pictureOf(first), pictureOf(first)];
        const other = pictureOf(second, before);
        expect(isEmptyChange(diffPictures(before, same)!)).toBe(true);
        const isEqual = JSON.stringify(before.graph) === JSON.stringify(other.graph);
        expect(isEmptyChange(diffPictures(before, other)!)).toBe(isEqual);
      }),
      { numRuns: 40 },
    );
  });

  test('does not compare pictures of different perspectives', () => {
    const devices = pictureOf(rackSite());
    const graph = buildGraph(rackSite(), [], { perspective: 'networks' });
    expect(diffPictures(devices, { graph, layout: layoutGraph(graph) })).toBeUndefined();
  });

  test('sends little after a small edit', () => {
    const hosts = Array.from({ length: 20 }, (_, index) => rackHost(`kvm${index}`, 30 + index));
    const before = pictureOf(site({ networks: RACK_NETWORKS, hosts }));
    const guests = [guest('new', { on: 'kvm3' }, ['tenant'])];
    const after = pictureOf(site({ networks: RACK_NETWORKS, hosts, guests }), before);
    const changes = diffPictures(before, after);
    expect(changes?.graph.nodes.put.map(({ item }) => item.id)).toEqual([
      'guest/new',
      'guest/new/nic/nic0',
      'guest/new/nic/nic0/tap',
    ]);
  });
});

describe('createPictureHistory', () => {
  test('lets a watcher follow by versions, and gives the whole picture to whoever lost track', () => {
    const history = createPictureHistory();
    const first = history.next('key', graphOf(rackSite()), {});
    expect(first).toMatchObject({ kind: 'picture', version: 1 });
    let known = applyUpdate(undefined, first);
    const smaller = { ...rackSite(), guests: [] };
    const second = history.next('key', graphOf(smaller), { version: 1 });
    expect(second).toMatchObject({ kind: 'changes', from: 1, version: 2 });
    known = applyUpdate(known, second);
    expect(known?.picture.graph).toEqual(graphOf(smaller));
    expect(history.next('key', graphOf(smaller), { version: 2 })).toMatchObject({
      kind: 'changes',
      version: 2,
    });
    expect(history.next('key', graphOf(rackSite()), { version: 1 })).toMatchObject({
      kind: 'picture',
      version: 3,
    });
    expect(applyUpdate(known, { ...second, from: 7 } as typeof second)).toBeUndefined();
  });

  test('places everything afresh on request', () => {
    const history = createPictureHistory();
    history.next('key', graphOf(rackSite()), {});
    history.next('key', graphOf({ ...rackSite(), hosts: [rackHost('kvm2', 23)] }), {});
    const tidied = history.next('key', graphOf(rackSite()), { tidy: true });
    expect(tidied.kind === 'picture' && tidied.picture.layout).toEqual(layoutGraph(graphOf(rackSite())));
  });

  test('places everything afresh for whoever opens the picture anew', () => {
    const history = createPictureHistory();
    history.next('key', graphOf(rackSite()), {});
    const swapped = { ...rackSite(), hosts: rackSite().hosts.toReversed() };
    history.next('key', graphOf(swapped), { version: 1 });
    const opened = history.next('key', graphOf(swapped), {});
    expect(opened.kind === 'picture' && opened.picture.layout).toEqual(layoutGraph(graphOf(swapped)));
  });

  test('starts over for a key that nobody watched any more', () => {
    const history = createPictureHistory();
    history.next('key', graphOf(rackSite()), {});
    history.forget('key');
    expect(history.next('key', graphOf(rackSite()), { version: 1 })).toMatchObject({
      kind: 'picture',
      version: 1,
    });
  });
});

describe('keepLastGood', () => {
  const broken = ['file:///site/site.kvmnet'];

  test('keeps what an unreadable file declared, marked as stale and in its place', () => {
    const before = graphOf(rackSite());
    const now = graphOf({ ...rackSite(), hosts: [rackHost('kvm2', 23)], guests: [] });
    const kept = keepLastGood(before, now, broken);
    expect(kept.nodes.map(({ id }) => id).sort()).toEqual(before.nodes.map(({ id }) => id).sort());
    expect(kept.nodes[0]).toMatchObject({ id: 'host/kvm1', stale: true });
    expect(kept.nodes.find(({ id }) => id === 'host/kvm2')?.stale).toBeUndefined();
    expect(kept.edges.length).toBe(before.edges.length);
  });

  test('leaves a guest with the host that cannot be read at the moment', () => {
    const before = graphOf(rackSite());
    const network = rackSite();
    const homeless = { ...network.guests[0]!, hosts: [] };
    const now = graphOf({ ...network, hosts: [network.hosts[1]!], guests: [homeless] });
    const kept = keepLastGood(before, now, broken);
    expect(kept.nodes.find(({ id }) => id === 'guest/web1')).toMatchObject({
      frame: 'host/kvm1',
      stale: true,
    });
    expect(kept.nodes.some(({ id }) => id === 'unplaced')).toBe(false);
  });

  test('lets go of it as soon as the file can be read', () => {
    const before = graphOf(rackSite());
    const now = graphOf({ ...rackSite(), guests: [] });
    expect(keepLastGood(before, now, [])).toBe(now);
    expect(keepLastGood(before, now, ['file:///site/other.kvmnet'])).toBe(now);
  });
});
