import { describe, expect, test } from 'vitest';
import { deviceId, guestId, guestNicId, hostId } from '../../../src/model/index.js';
import { buildGraph, isEmptyFilter, layoutGraph } from '../../../src/topology/index.js';
import type { Graph, GraphFilter, Perspective } from '../../../src/topology/index.js';
import { expectTidy } from '../expect-tidy.js';
import { rackSite } from '../rack.js';

const filtered = (filter: GraphFilter, perspective: Perspective = 'devices'): Graph =>
  buildGraph(rackSite(), [], { perspective, filter });
const idsOf = ({ nodes }: Graph): readonly string[] => nodes.map(({ id }) => id);
const on = (device: string): string => deviceId('kvm1', device);

describe('a filter', () => {
  test('of a network keeps it, the way to its wire and its guests, and nothing else', () => {
    const ids = idsOf(filtered({ networks: ['tenant'], hosts: ['kvm1'] }));
    expect(ids).toEqual(
      expect.arrayContaining([
        hostId('kvm1'),
        on('eth0'),
        on('bond0'),
        on('bond0.13'),
        on('tenant'),
        guestId('web1'),
        guestNicId('web1', 'nic0'),
        `${guestNicId('web1', 'nic0')}/tap`,
        `${on('bond0')}/outside`,
      ]),
    );
    for (const gone of [on('bond0.11'), on('br-edge'), guestNicId('web1', 'nic1'), hostId('kvm2')]) {
      expect(ids).not.toContain(gone);
    }
  });

  test('of a role is that of its networks', () => {
    expect(idsOf(filtered({ roles: ['heartbeat'] }))).toEqual(
      expect.arrayContaining([on('bond0.11'), deviceId('kvm2', 'bond0.11')]),
    );
    expect(idsOf(filtered({ roles: ['heartbeat'] }))).not.toContain(on('bond0.12'));
    expect(idsOf(filtered({ roles: ['heartbeat'] }, 'networks'))).toContain('network/heartbeat');
    expect(idsOf(filtered({ roles: ['heartbeat'] }, 'networks'))).not.toContain('network/tenant');
  });

  test('of a pool keeps its hosts', () => {
    expect(idsOf(filtered({ pools: ['rack1'] }))).toEqual(
      expect.arrayContaining([hostId('kvm1'), hostId('kvm2')]),
    );
    expect(idsOf(filtered({ pools: ['none'] }))).not.toContain(hostId('kvm1'));
  });

  test('that hides a layer joins the lines over it', () => {
    const graph = filtered({ hidden: ['vlan'], hosts: ['kvm1'] });
    expect(idsOf(graph)).not.toContain(on('bond0.13'));
    expect(graph.edges).toContainEqual(
      expect.objectContaining({ source: on('bond0'), target: on('tenant') }),
    );
    const withoutGuests = idsOf(filtered({ hidden: ['guest'] }));
    expect(withoutGuests.filter((id) => id.startsWith('guest/'))).toEqual([]);
  });

  test.each([
    { networks: ['tenant'] },
    { roles: ['management'] },
    { hidden: ['tap'] },
    { hidden: ['outside', 'nic'] },
    { hidden: ['bridge', 'guest'] },
    { hosts: ['kvm2'], roles: ['vm'], hidden: ['bond'] },
  ] satisfies readonly GraphFilter[])('%j leaves a picture that can be drawn tidily', (filter) => {
    for (const perspective of ['devices', 'networks', 'commands'] as const) {
      const graph = filtered(filter, perspective);
      expectTidy({ graph, layout: layoutGraph(graph) });
    }
  });

  test('that says nothing is none', () => {
    expect(isEmptyFilter({ hosts: [], hidden: [] })).toBe(true);
    expect(isEmptyFilter({ hidden: ['tap'] })).toBe(false);
  });
});
