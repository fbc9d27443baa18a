import { describe, expect, test } from 'vitest';
import { deviceId } from '../../src/model/index.js';
import type { Network } from '../../src/model/index.js';
import { buildGraph, layoutGraph } from '../../src/topology/index.js';
import type { Box, Graph, Picture } from '../../src/topology/index.js';
import { expectTidy } from './expect-tidy.js';
import { rackHost, rackSite } from './rack.js';
import { bond, bridge, guest, host, nic, site, vlan } from './site.js';

const graphOf = (network: Network): Graph => buildGraph(network, [], { perspective: 'devices' });
const pictureOf = (network: Network, previous?: Picture): Picture => {
  const graph = graphOf(network);
  return { graph, layout: layoutGraph(graph, previous) };
};

const withoutHost = (network: Network, name: string): Network => ({
  ...network,
  hosts: network.hosts.filter((host) => host.name !== name),
});

/** Everything that is in both and stands elsewhere. */
const moved = (before: Picture, after: Picture): readonly string[] =>
  Object.entries(after.layout.nodes)
    .filter(([id, box]) => before.layout.nodes[id] && !sameCorner(before.layout.nodes[id], box))
    .map(([id]) => id);
const sameCorner = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y;

describe('layoutGraph', () => {
  test('gives every node a place, inside its frame and on no other node', () => {
    const picture = pictureOf(rackSite());
    expect(Object.keys(picture.layout.nodes).sort()).toEqual(picture.graph.nodes.map(({ id }) => id).sort());
    expect(Object.keys(picture.layout.edges).sort()).toEqual(picture.graph.edges.map(({ id }) => id).sort());
    expectTidy(picture);
  });

  test('puts layers from the wire to the guest, left to right, on every host alike', () => {
    const { layout } = pictureOf(rackSite());
    const left = (host: string, device: string): number => layout.nodes[deviceId(host, device)]!.x;
    for (const host of ['kvm1', 'kvm2']) {
      const chain = ['eth0', 'bond0', 'bond0.13', 'tenant'].map((device) => left(host, device));
      expect(chain).toEqual([...chain].sort((a, b) => a - b));
      expect(new Set(chain).size).toBe(4);
    }
    expect(left('kvm1', 'bond0')).toBe(left('kvm2', 'bond0'));
  });

  test('is the same for the same graph', () => {
    expect(layoutGraph(graphOf(rackSite()))).toEqual(layoutGraph(graphOf(rackSite())));
  });

  test('does not move anything when nothing changed', () => {
    const before = pictureOf(rackSite());
    expect(pictureOf(rackSite(), before).layout).toEqual(before.layout);
  });

  test('moves nothing but the VLAN that is moved to another bond', () => {
    const before = pictureOf(rackSite());
    const network = rackSite();
    const [first, ...others] = network.hosts;
    const devices = first!.devices.map((device) =>
      device.name === 'bond0.12' && device.kind === 'vlan'
        ? { ...device, parent: { ...device.parent, value: deviceId('kvm1', 'bond1') } }
        : device,
    );
    const after = pictureOf({ ...network, hosts: [{ ...first!, devices }, ...others] }, before);
    expect(moved(before, after)).toEqual([deviceId('kvm1', 'bond0.12')]);
    expectTidy(after);
  });

  test('moves nothing when a network is carried by another bond, which makes another VLAN of it', () => {
    const before = pictureOf(rackSite());
    const network = rackSite();
    const [first, ...others] = network.hosts;
    const devices = first!.devices.map((device) => {
      if (device.name === 'bond0.13')
        return vlan('kvm1', 'bond1.13', 'bond1', 13, { controller: 'tenant', derivedOn: 'bond1' });
      if (device.name === 'tenant') return bridge('kvm1', 'tenant', ['bond1.13'], { networks: ['tenant'] });
      return device;
    });
    const after = pictureOf({ ...network, hosts: [{ ...first!, devices }, ...others] }, before);
    expect(after.layout.nodes[deviceId('kvm1', 'bond1.13')]).toBeDefined();
    expect(moved(before, after)).toEqual([]);
    expectTidy(after);
  });

  test('moves nothing of other hosts when a guest or a host is added', () => {
    const hosts = Array.from({ length: 6 }, (_, index) => rackHost(`kvm${index + 1}`, 30 + index));
    const before = pictureOf({ ...rackSite(), hosts });
    const added = [...rackSite().guests, guest('new', { on: 'kvm2' }, ['tenant'])];
    const withGuest = pictureOf({ ...rackSite(), hosts, guests: added }, before);
    // What stands below kvm2 makes room; the other columns stay.
    const columnOf = (id: string): number => before.layout.grid.slots[id]! % before.layout.grid.columns;
    const framesMoved = moved(before, withGuest).filter((id) => /^host\/[^/]+$/.test(id));
    expect(framesMoved.length).toBeLessThan(hosts.length - 1);
    for (const id of framesMoved) expect(columnOf(id)).toBe(columnOf('host/kvm2'));
    const more = pictureOf({ ...rackSite(), hosts: [...hosts, rackHost('kvm7', 40)] }, before);
    expect(moved(before, more).filter((id) => id.startsWith('host/kvm'))).toEqual([]);
    expectTidy(more);
  });

  test('draws a bridge level with the only NIC that is plugged into it, and what leads to it alone as well', () => {
    const names = ['web', 'application', 'database'];
    const devices = [
      nic('one', 'eth0'),
      ...names.flatMap((name, index) => [
        vlan('one', `eth0.${index}`, 'eth0', 20 + index, { controller: name }),
        bridge('one', name, [`eth0.${index}`]),
      ]),
    ];
    const plugged = guest(
      'shop',
      { on: 'one' },
      names.map((name) => `/${name}`),
    );
    const { layout } = pictureOf(site({ hosts: [host('one', devices)], guests: [plugged] }));
    const middle = (id: string): number => layout.nodes[id]!.y + layout.nodes[id]!.height / 2;
    for (const [index, name] of names.entries()) {
      const level = middle(plugged.nics[index]!.id);
      expect(Math.abs(middle(deviceId('one', name)) - level)).toBeLessThanOrEqual(1);
      expect(Math.abs(middle(deviceId('one', `eth0.${index}`)) - level)).toBeLessThanOrEqual(1);
    }
  });

  test('keeps a bond level with its ports when one of them comes and goes', () => {
    const network = rackSite();
    const [first, ...others] = network.hosts;
    const before = pictureOf(network);
    const devices = [
      ...first!.devices.map((device) =>
        device.name === 'bond0' && device.kind === 'bond'
          ? bond('kvm1', 'bond0', 'active-backup', ['eth0', 'eth1', 'eth9'], { networks: ['management'] })
          : device,
      ),
      nic('kvm1', 'eth9', { controller: 'bond0' }),
    ];
    const between = pictureOf({ ...network, hosts: [{ ...first!, devices }, ...others] }, before);
    expectTidy(between);
    const after = pictureOf(network, between);
    const middle = (name: string): number => {
      const box = after.layout.nodes[deviceId('kvm1', name)]!;
      return box.y + box.height / 2;
    };
    expect(Math.abs(middle('bond0') - (middle('eth0') + middle('eth1')) / 2)).toBeLessThanOrEqual(1);
    expect(moved(before, after)).toEqual([deviceId('kvm1', 'bond0')]);
    expectTidy(after);
  });

  test('places a new VLAN without moving what stood there', () => {
    const before = pictureOf(rackSite());
    const network = rackSite();
    const [first, ...others] = network.hosts;
    const devices = first!.devices.flatMap((device) =>
      device.name === 'bond0.12' ? [device, vlan('kvm1', 'bond0.99', 'bond0', 99)] : [device],
    );
    const after = pictureOf({ ...network, hosts: [{ ...first!, devices }, ...others] }, before);
    expect(after.layout.nodes[deviceId('kvm1', 'bond0.99')]).toBeDefined();
    expect(moved(before, after)).toEqual([]);
    expectTidy(after);
  });

  test('gives the place of a removed host to the next new one', () => {
    const network = { ...rackSite(), hosts: [...rackSite().hosts, rackHost('kvm3', 24)] };
    const before = pictureOf(network);
    const without = pictureOf(withoutHost(network, 'kvm2'), before);
    const after = pictureOf(
      {
        ...withoutHost(network, 'kvm2'),
        hosts: [network.hosts[0]!, network.hosts[2]!, rackHost('kvm9', 29)],
      },
      without,
    );
    expect(after.layout.grid.slots['host/kvm9']).toBe(before.layout.grid.slots['host/kvm2']);
    expectTidy(after);
  });

  test('lets a guest that grows push down only what it would cover', () => {
    const base = rackSite();
    const guests = [
      guest('a', { on: 'kvm1' }, ['tenant']),
      guest('b', { on: 'kvm1' }, ['tenant']),
      guest('c', { on: 'kvm1' }, ['tenant']),
    ];
    const before = pictureOf({ ...base, guests });
    const grown = guests.with(1, guest('b', { on: 'kvm1' }, ['tenant', 'edge']));
    const after = pictureOf({ ...base, guests: grown }, before);
    expectTidy(after);
    const movedGuests = moved(before, after).filter((id) => /^guest\/\w+$/.test(id));
    expect(movedGuests).toEqual(['guest/c']);
  });

  test('draws a ring of devices, which only a faulty site has', () => {
    const network = rackSite();
    const [first] = network.hosts;
    const ring = [vlan('kvm1', 'a', 'b', 1), vlan('kvm1', 'b', 'a', 2), vlan('kvm1', 'c', 'c', 3)];
    const picture = pictureOf({ ...network, hosts: [{ ...first!, devices: [...first!.devices, ...ring] }] });
    expectTidy(picture);
  });

  test('draws a site without hosts as an empty picture', () => {
    const { layout } = pictureOf({ ...rackSite(), hosts: [], guests: [] });
    expect(layout.nodes).toEqual({});
  });

  test('arranges forty hosts in several columns', () => {
    const hosts = Array.from({ length: 40 }, (_, index) => rackHost(`kvm${index}`, 10 + index));
    const picture = pictureOf({ ...rackSite(), hosts });
    expect(picture.layout.grid.columns).toBeGreaterThan(3);
    expect(picture.layout.width / picture.layout.height).toBeGreaterThan(0.8);
    expect(picture.layout.width / picture.layout.height).toBeLessThan(2.2);
  });
});
