import { describe, expect, it } from 'vitest';
import type { Graph, GraphNode, NodeKind } from '../../src/topology/index.js';
import { areaOf } from '../../src/webview/view/area-of-frames.js';

const nodeOf = (id: string, kind: NodeKind, frame?: string): GraphNode => ({
  id,
  kind,
  label: id,
  sublabels: [],
  marks: [],
  details: [],
  ...(frame !== undefined && { frame }),
});

const nodes = [
  nodeOf('kvm1', 'host'),
  nodeOf('eth0', 'nic', 'kvm1'),
  nodeOf('web', 'guest', 'kvm1'),
  nodeOf('vnet', 'guest-nic', 'web'),
  nodeOf('kvm2', 'host'),
  nodeOf('LAN', 'outside'),
];
const boxes = {
  kvm1: { x: 100, y: 0, width: 900, height: 100 },
  eth0: { x: 110, y: 40, width: 50, height: 30 },
  web: { x: 110, y: 75, width: 60, height: 20 },
  vnet: { x: 300, y: 70, width: 50, height: 20 },
  kvm2: { x: 100, y: 200, width: 900, height: 100 },
  LAN: { x: 0, y: 40, width: 60, height: 30 },
};
const picture = (perspective: Graph['perspective']): Parameters<typeof areaOf>[0] => ({
  graph: {
    folder: '/site',
    perspective,
    nodes,
    edges: [{ id: 'LAN>eth0', kind: 'link', source: 'LAN', target: 'eth0', tone: 'none' }],
    legend: [],
  } as unknown as Graph,
  layout: { width: 1000, height: 300, nodes: boxes, edges: {}, grid: { columns: 1, slots: {} } },
});

describe('what has to be seen of a host', () => {
  it('is its box and the segments that its NICs are plugged into', () => {
    expect(areaOf(picture('devices'), ['kvm1'])).toEqual({ x: 0, y: 0, width: 1000, height: 100 });
    expect(areaOf(picture('devices'), ['kvm2'])).toEqual(boxes.kvm2);
  });

  it('is only what stands in its row where that is as wide as the table', () => {
    expect(areaOf(picture('networks'), ['kvm1'])).toEqual({ x: 100, y: 0, width: 250, height: 100 });
  });

  it('is nothing where it is not drawn', () => {
    expect(areaOf(picture('devices'), ['kvm9'])).toBeUndefined();
  });
});
