import { describe, expect, test } from 'vitest';
import { deviceId } from '../../src/model/index.js';
import { buildGraph, layoutGraph } from '../../src/topology/index.js';
import { neighbour } from '../../src/webview/view/keyboard.js';
import type { Direction } from '../../src/webview/view/keyboard.js';
import { rackSite } from '../topology/rack.js';

const graph = buildGraph(rackSite(), [], { perspective: 'devices' });
const picture = { graph, layout: layoutGraph(graph) };
const walk = (start: string, ...directions: readonly Direction[]): string | undefined =>
  directions.reduce<string | undefined>(
    (at, direction) => (at === undefined ? undefined : neighbour(picture, at, direction)),
    start,
  );

describe('neighbour', () => {
  test('follows edges from the wire to the guest, and past the TAP', () => {
    expect(walk(deviceId('kvm1', 'bond0.13'), 'right')).toBe(deviceId('kvm1', 'tenant'));
    expect(walk(deviceId('kvm1', 'tenant'), 'right')).toBe('guest/web1/nic/nic0');
    expect(walk('guest/web1/nic/nic0', 'left', 'left', 'left')).toBe(deviceId('kvm1', 'bond0'));
  });

  test('goes up and down a column', () => {
    expect(walk(deviceId('kvm1', 'bond0.11'), 'down', 'down')).toBe(deviceId('kvm1', 'bond0.13'));
    expect(walk(deviceId('kvm1', 'eth3'), 'up')).toBe(deviceId('kvm1', 'eth2'));
  });

  test('reaches every node but TAPs from the first one', () => {
    const reached = new Set(['host/kvm1']);
    const todo = ['host/kvm1'];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = neighbour(picture, at, direction);
        if (next === undefined || reached.has(next)) continue;
        reached.add(next);
        todo.push(next);
      }
    }
    const all = graph.nodes.filter(({ kind }) => kind !== 'tap').map(({ id }) => id);
    expect([...reached].sort()).toEqual(all.sort());
  });

  test('stays where there is nothing in that direction, or no such node', () => {
    expect(neighbour(picture, 'nobody', 'left')).toBeUndefined();
  });
});
