import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceId, hostId } from '../../src/model/index.js';
import type { Finding, Network } from '../../src/model/index.js';
import {
  buildGraph,
  createGraphMemory,
  layoutGraph,
  nodesAt,
  NOTHING_FOLDED,
  PERSPECTIVES,
  withAllFrames,
  withFrame,
} from '../../src/topology/index.js';
import type { Folding, Graph, LayoutMemory, Picture } from '../../src/topology/index.js';
import { expectTidy } from './expect-tidy.js';
import { rackHost, RACK_NETWORKS, rackSite } from './rack.js';
import { randomSite } from './random-site.js';
import { guest, host, nic, pool, site } from './site.js';

const graphOf = (network: Network, folding: Folding, findings: readonly Finding[] = []): Graph =>
  buildGraph(network, findings, { perspective: 'devices', folding });
const nodeOf = (graph: Graph, id: string) => graph.nodes.find((node) => node.id === id);
const kindsOf = (graph: Graph): ReadonlySet<string> => new Set(graph.nodes.map(({ kind }) => kind));

/** `count` hosts, each with three guests. */
function rows(count: number): Network {
  const names = Array.from({ length: count }, (_, index) => `kvm${index + 1}`);
  return site({
    networks: RACK_NETWORKS,
    hosts: names.map((name, index) => rackHost(name, 30 + index)),
    guests: names.flatMap((name) =>
      ['a', 'b', 'c'].map((own) => guest(`${name}-${own}`, { on: name }, ['tenant'])),
    ),
  });
}

describe('a site that is too large to be drawn whole', () => {
  test('shows its hosts closed, with what they hold in numbers', () => {
    const graph = graphOf(rows(60), NOTHING_FOLDED);
    expect(graph.startsClosed).toBe(true);
    expect(kindsOf(graph)).toEqual(new Set(['host']));
    expect(nodeOf(graph, 'host/kvm7')).toMatchObject({
      folding: 'closed',
      sublabels: ['4 NICs · 5 networks', '3 guests'],
    });
  });

  test('is drawn whole on paper', () => {
    const graph = buildGraph(rows(60), [], { perspective: 'devices' });
    expect(graph.nodes.length).toBeGreaterThan(1200);
    expect(graph.nodes.some(({ folding }) => folding)).toBe(false);
  });

  test('opens what a person opens, and nothing else', () => {
    const graph = graphOf(rows(60), withFrame(NOTHING_FOLDED, 'host/kvm7', 'open'));
    expect(nodeOf(graph, deviceId('kvm7', 'bond0'))).toBeDefined();
    expect(nodeOf(graph, deviceId('kvm8', 'bond0'))).toBeUndefined();
  });

  test('never draws more than fits: the frames opened last stay open', () => {
    const network = rows(200);
    let folding = NOTHING_FOLDED;
    for (const { id } of network.hosts) folding = withFrame(folding, id, 'open');
    const graph = graphOf(network, folding);
    expect(graph.nodes.length).toBeLessThanOrEqual(2500);
    expect(nodeOf(graph, 'host/kvm200')?.folding).toBe('open');
    expect(nodeOf(graph, 'host/kvm1')?.folding).toBe('closed');
  });

  test('shows one host however much it holds', () => {
    const guests = Array.from({ length: 1500 }, (_, index) =>
      guest(`vm${index}`, { on: 'kvm1' }, ['tenant']),
    );
    const graph = graphOf({ ...rackSite(), guests }, withFrame(NOTHING_FOLDED, 'host/kvm1', 'open'));
    expect(graph.nodes.length).toBeGreaterThan(4500);
  });

  test('does not turn over while it is being written', () => {
    const memory = createGraphMemory();
    const shown = (count: number): Graph =>
      buildGraph(rows(count), [], { perspective: 'devices', folding: NOTHING_FOLDED, memory });
    expect(shown(40).startsClosed).toBeUndefined();
    expect(shown(70).startsClosed).toBeUndefined();
    expect(shown(140).startsClosed).toBe(true);
    expect(shown(40).startsClosed).toBe(true);
    expect(shown(20).startsClosed).toBeUndefined();
  });

  test('groups more than two thousand hosts by pool, else by file', () => {
    const hosts = Array.from({ length: 2100 }, (_, index) => host(`h${index}`, [nic(`h${index}`, 'eth0')]));
    const names = hosts.map(({ name }) => name);
    const pools = [pool('left', ...names.slice(0, 1000)), pool('right', ...names.slice(1000))];
    const byPool = graphOf(site({ hosts, pools }), NOTHING_FOLDED);
    expect(byPool.nodes.map(({ label, sublabels }) => [label, sublabels[0]])).toEqual([
      ['left', '1,000 hosts'],
      ['right', '1,100 hosts'],
    ]);
    const opened = graphOf(site({ hosts, pools }), withFrame(NOTHING_FOLDED, byPool.nodes[0]!.id, 'open'));
    expect(nodeOf(opened, hostId('h5'))).toMatchObject({ frame: byPool.nodes[0]!.id, folding: 'closed' });
    expect(nodeOf(opened, hostId('h1005'))).toBeUndefined();
    const inFiles = hosts.map((own, index) => {
      const uri = `file:///site/rack${index % 3}.kvmnet`;
      const place = { ...own.places.whole, uri };
      return { ...own, places: { name: place, whole: place } };
    });
    expect(graphOf(site({ hosts: inFiles }), NOTHING_FOLDED).nodes.map(({ label }) => label)).toEqual([
      'rack0.kvmnet',
      'rack1.kvmnet',
      'rack2.kvmnet',
    ]);
    expect(graphOf(site({ hosts }), NOTHING_FOLDED).nodes[0]?.label).toBe('h0 … h199');
  });
});

describe('a closed frame', () => {
  const closed = withAllFrames('closed');

  test('carries what is wrong with everything in it', () => {
    const network = rackSite();
    const about = (subject: string, message: string): Finding => ({
      code: 'x/y',
      severity: 'warning',
      message,
      origin: network.hosts[0]!.places.name,
      subjects: [subject],
    });
    const findings = [
      about(deviceId('kvm1', 'bond0'), 'of a device'),
      about('guest/web1/nic/nic0', 'of a guest of the host'),
      about('guest/db1', 'of a guest of the pool'),
    ];
    const graph = graphOf(network, closed, findings);
    const messages = (id: string) => nodeOf(graph, id)?.badge?.messages.map(({ text }) => text);
    expect(messages('host/kvm1')).toEqual(['of a device', 'of a guest of the host']);
    expect(messages('pool/rack1')).toEqual(['of a guest of the pool']);
    expect(messages('host/kvm2')).toBeUndefined();
  });

  test('shows the first of many messages, and how many more there are', () => {
    const network = rackSite();
    const findings = Array.from({ length: 30 }, (_, index): Finding => ({
      code: 'x/y',
      severity: 'warning',
      message: `number ${index}`,
      origin: network.hosts[0]!.places.name,
      subjects: [deviceId('kvm1', 'bond0')],
    }));
    expect(nodeOf(graphOf(network, closed, findings), 'host/kvm1')?.badge).toMatchObject({ more: 22 });
  });

  test('is what a place in the text means that declares something in it', () => {
    const network = rackSite();
    const graph = graphOf(network, closed);
    const { uri, range } = network.guests[0]!.places.whole;
    expect(nodesAt(graph, uri, range.start)).toEqual(['host/kvm1']);
  });

  test('has one edge for each network, with how many it stands for', () => {
    const network = rackSite();
    const more = ['x', 'y'].map((name) => guest(name, { on: 'kvm1' }, ['tenant']));
    const graph = buildGraph({ ...network, guests: [...network.guests, ...more] }, [], {
      perspective: 'networks',
      folding: closed,
    });
    const edges = graph.edges.filter(({ target }) => target.startsWith('host/kvm1/'));
    expect(edges.map(({ source, label }) => [source, label])).toEqual([
      ['network/management', 'bond0'],
      ['network/heartbeat', 'bond0.11'],
      ['network/migrate', 'bond0.12'],
      ['network/tenant', 'tenant · 3 guests'],
      ['network/edge', 'br-edge · 1 guest'],
      ['virtual-network/lab', 'lab'],
      ['virtual-network/back', 'back · 1 guest'],
    ]);
  });
});

describe.each(PERSPECTIVES)('any site in the %s perspective, folded in any way', (perspective) => {
  const foldings = fc.record({
    all: fc.constantFrom('open' as const, 'closed' as const),
    open: fc.subarray(['host/a', 'host/b', 'pool/everyone', 'unplaced']),
    closed: fc.subarray(['host/c', 'host/d', 'host/a']),
  });

  test('is drawn with nothing on top of anything', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(randomSite, foldings), { minLength: 1, maxLength: 4 }), (edits) => {
        let picture: Picture | undefined;
        const memory = createGraphMemory();
        const places: LayoutMemory = new Map();
        for (const [network, folding] of edits) {
          const graph = buildGraph(network, [], { perspective, folding, memory });
          expect(graph).toEqual(buildGraph(network, [], { perspective, folding }));
          picture = { graph, layout: layoutGraph(graph, picture, places) };
          expectTidy(picture);
          expect(Object.keys(picture.layout.nodes).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
          expect(Object.keys(picture.layout.edges).length).toBe(graph.edges.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
