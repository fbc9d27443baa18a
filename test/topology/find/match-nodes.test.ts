import { describe, expect, test } from 'vitest';
import { deviceId, guestNicId } from '../../../src/model/index.js';
import { buildGraph, matchNodes } from '../../../src/topology/index.js';
import { rackSite } from '../rack.js';

const graph = buildGraph(rackSite(), [], { perspective: 'devices' });
const networks = buildGraph(rackSite(), [], { perspective: 'networks' });

describe('finding in the picture', () => {
  test('takes part of a name, whatever its case', () => {
    expect(matchNodes(graph, 'BR-EDGE')).toEqual(
      expect.arrayContaining([deviceId('kvm1', 'br-edge'), deviceId('kvm2', 'br-edge')]),
    );
    expect(matchNodes(graph, 'no such thing')).toEqual([]);
    expect(matchNodes(graph, '  ')).toEqual([]);
  });

  test('takes a MAC, also with dashes and half typed', () => {
    expect(matchNodes(graph, '52-54-00-00-00-01')).toEqual([guestNicId('web1', 'nic1')]);
    expect(matchNodes(graph, '52:54:')).toContain(guestNicId('db1', 'nic0'));
  });

  test('takes an address, and finds the device that has it but not its neighbours', () => {
    expect(matchNodes(graph, '10.11.11.22')).toEqual([deviceId('kvm1', 'bond0.11')]);
  });

  test('takes an address that nobody has for its subnet', () => {
    expect(matchNodes(networks, '10.11.11.99')).toEqual(['network/heartbeat']);
  });

  test('takes a VLAN, also inside a range', () => {
    const found = matchNodes(graph, 'vlan 150');
    expect(found).toContain(deviceId('kvm1', 'br-edge'));
    expect(found).not.toContain(deviceId('kvm1', 'bond0.13'));
    expect(matchNodes(graph, 'VLAN13')).toEqual(expect.arrayContaining([deviceId('kvm1', 'bond0.13')]));
  });

  test('takes several words in any order', () => {
    expect(matchNodes(graph, '802.3ad eth2')).toEqual([deviceId('kvm1', 'bond1'), deviceId('kvm2', 'bond1')]);
  });
});
