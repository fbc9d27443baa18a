import { describe, expect, test } from 'vitest';
import { deviceId, guestNicId, hostId, networkId, virtualNetworkId } from '../../../src/model/index.js';
import {
  buildGraph,
  graphWithOverlays,
  layoutGraph,
  pictureWithOverlays,
  renderSvg,
  speak,
} from '../../../src/topology/index.js';
import type { Overlay, Perspective, Picture } from '../../../src/topology/index.js';
import { rackSite } from '../rack.js';

const pictureOf = (perspective: Perspective = 'devices'): Picture => {
  const graph = buildGraph(rackSite(), [], { perspective });
  return { graph, layout: layoutGraph(graph) };
};

const bond0 = deviceId('kvm1', 'bond0');
const gone = deviceId('kvm1', 'bond0.99');

const plan: Overlay = {
  kind: 'plan',
  title: 'Plan for kvm1: 2 steps',
  marks: {
    [bond0]: [{ sign: 'changed', text: 'mtu', details: [{ name: 'bond.mtu', value: '1500 → 9000' }] }],
    [virtualNetworkId('kvm1', 'tenant')]: [{ sign: 'added', text: '' }],
  },
  ghosts: [
    {
      id: gone,
      kind: 'vlan',
      frame: hostId('kvm1'),
      label: 'bond0.99',
      on: bond0,
      marks: [{ sign: 'removed', text: '' }],
    },
  ],
};

describe('an overlay', () => {
  test('marks the nodes that stand for its elements, in each perspective', () => {
    const marked = graphWithOverlays(pictureOf().graph, [plan]);
    const marksOf = (id: string): unknown => marked.nodes.find((node) => node.id === id)?.overlay;
    expect(marksOf(bond0)).toEqual(plan.marks[bond0]);
    // The bridge stands for libvirt's name of it.
    expect(marksOf(deviceId('kvm1', 'tenant'))).toEqual([{ sign: 'added', text: '' }]);
    const lines = graphWithOverlays(pictureOf('commands').graph, [plan]).nodes;
    expect(lines.filter(({ overlay }) => overlay).map(({ label }) => label.trim().split(/\s/)[0])).toContain(
      'bond0',
    );
  });

  test('leaves nodes without a mark the very same objects, so that nothing is drawn anew', () => {
    const { graph } = pictureOf();
    const marked = graphWithOverlays(graph, [plan]);
    const same = graph.nodes.filter((node) => marked.nodes.includes(node));
    expect(same).toHaveLength(graph.nodes.length - 2);
    expect(graphWithOverlays(graph, [])).toBe(graph);
  });

  test('draws what is only on the host as a ghost, and moves nothing for it', () => {
    const picture = pictureOf();
    const marked = pictureWithOverlays(picture, [plan]);
    const ghost = marked.graph.nodes.find(({ id }) => id === gone);
    expect(ghost).toMatchObject({ kind: 'vlan', ghost: true, frame: hostId('kvm1') });
    expect(marked.layout.nodes[gone]).toBeDefined();
    expect(marked.graph.edges).toContainEqual(
      expect.objectContaining({ source: bond0, target: gone, ghost: true }),
    );
    for (const { id, kind } of picture.graph.nodes) {
      // Frames may grow around it.
      if (kind !== 'host') expect(marked.layout.nodes[id], id).toEqual(picture.layout.nodes[id]);
    }
  });

  test('leaves a ghost out once the text has the element again, or its host is not shown', () => {
    const { graph } = pictureOf();
    const again = { ...plan, ghosts: [{ ...plan.ghosts![0]!, id: bond0 }] };
    expect(graphWithOverlays(graph, [again]).nodes).toHaveLength(graph.nodes.length);
    const elsewhere = { ...plan, ghosts: [{ ...plan.ghosts![0]!, frame: hostId('kvm9') }] };
    expect(graphWithOverlays(graph, [elsewhere]).nodes).toHaveLength(graph.nodes.length);
  });

  test('says the same of an element once, whoever says it', () => {
    const twice = graphWithOverlays(pictureOf().graph, [plan, plan]);
    expect(twice.nodes.find(({ id }) => id === bond0)?.overlay).toHaveLength(1);
  });

  test('is in the words, in the exported picture, and not told by colour alone', () => {
    const marked = pictureWithOverlays(pictureOf(), [plan]);
    const words = marked.graph.nodes.map(speak);
    expect(words).toContainEqual(expect.stringContaining('bond bond0, active-backup'));
    expect(words).toContainEqual(expect.stringContaining('changed: mtu'));
    expect(words).toContainEqual(
      expect.stringContaining('VLAN device bond0.99, no longer in the text, removed'),
    );
    const svg = renderSvg(marked.graph, marked.layout, 'light');
    expect(svg).toContain('>mtu</text>');
    expect(svg).toContain('stroke-dasharray');
  });

  test('fits the longest text into any node', () => {
    const long: Overlay = {
      ...plan,
      marks: Object.fromEntries(
        [guestNicId('web1', 'nic0'), hostId('kvm1'), networkId('tenant'), bond0].map((id) => [
          id,
          Array.from({ length: 5 }, (_, index) => ({
            sign: 'fact' as const,
            text: `a text that is much too long for any node ${index}`,
          })),
        ]),
      ),
    };
    for (const perspective of ['devices', 'networks', 'commands'] as const) {
      const marked = pictureWithOverlays(pictureOf(perspective), [long]);
      expect(renderSvg(marked.graph, marked.layout, 'dark')).toContain('</svg>');
    }
  });
});
