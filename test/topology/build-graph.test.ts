import { describe, expect, test } from 'vitest';
import { deviceId, hostId, networkId } from '../../src/model/index.js';
import type { Finding, Network } from '../../src/model/index.js';
import {
  blocksOf,
  buildGraph,
  nodesAt,
  nodesOfSame,
  PERSPECTIVES,
  textTree,
} from '../../src/topology/index.js';
import type { Graph, GraphNode, Perspective } from '../../src/topology/index.js';
import { inOwnFile, RACK_NETWORKS, rackHost, rackSite } from './rack.js';
import { bridge, guest, host, nic, pool, site, virtual, vlan } from './site.js';

const graphOf = (network: Network, perspective: Perspective = 'devices', findings: Finding[] = []): Graph =>
  buildGraph(network, findings, { perspective });

const nodeIn = (graph: Graph, id: string): GraphNode => {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (!node) throw new Error(`no node ${id}`);
  return node;
};

const chainTo = (graph: Graph, id: string): readonly string[] => {
  const before = graph.edges.filter(({ target }) => target === id).map(({ source }) => source);
  return before.length === 0 ? [id] : [id, ...before.flatMap((source) => chainTo(graph, source))];
};

const finding = (change: Partial<Finding>): Finding => ({
  code: 'topic/name',
  severity: 'warning',
  message: 'Something is wrong.',
  origin: {
    uri: 'file:///elsewhere',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  },
  ...change,
});

describe('buildGraph, devices', () => {
  test('links a guest to the wire through everything in between', () => {
    const chain = chainTo(graphOf(rackSite()), 'guest/web1/nic/nic0');
    expect(chain.slice(0, 5)).toEqual([
      'guest/web1/nic/nic0',
      'guest/web1/nic/nic0/tap',
      deviceId('kvm1', 'tenant'),
      deviceId('kvm1', 'bond0.13'),
      deviceId('kvm1', 'bond0'),
    ]);
    expect(chain).toContain(deviceId('kvm1', 'eth0'));
    expect(chain.at(-1)).toBe(`${deviceId('kvm1', 'bond0')}/outside`);
  });

  test('marks what follows from something, and what waits for another link', () => {
    const graph = graphOf(rackSite());
    const derived = graph.nodes.filter((node) => node.derived && node.frame === hostId('kvm2'));
    expect(derived.map(({ label }) => label)).toEqual(['bond0.11', 'bond0.12', 'bond0.13', 'tenant']);
    const standby = graph.edges.filter((edge) => edge.standby && edge.source === deviceId('kvm1', 'eth1'));
    expect(standby.map(({ target }) => target)).toEqual([deviceId('kvm1', 'bond0')]);
  });

  test('says what leaves the host on each uplink', () => {
    const graph = graphOf(rackSite());
    expect(nodeIn(graph, `${deviceId('kvm1', 'bond0')}/outside`).sublabels).toEqual([
      'untagged',
      'VLANs 11-13',
    ]);
    expect(nodeIn(graph, `${deviceId('kvm1', 'bond1')}/outside`).sublabels).toEqual(['VLANs 100-199, 300']);
  });

  test('breaks long lists of VLANs instead of growing wider', () => {
    const vlans = Array.from({ length: 30 }, (_, index) =>
      vlan('a', `eth0.${index * 2 + 1}`, 'eth0', index * 2 + 1),
    );
    const graph = graphOf(site({ hosts: [host('a', [nic('a', 'eth0'), ...vlans])] }));
    const { sublabels } = nodeIn(graph, `${deviceId('a', 'eth0')}/outside`);
    expect(sublabels).toHaveLength(4);
    expect(sublabels.at(-1)).toBe('…');
  });

  test('shows a guest of a pool once, with what each host must have', () => {
    const graph = graphOf(rackSite());
    expect(graph.nodes.filter(({ id }) => id === 'guest/db1')).toHaveLength(1);
    expect(nodeIn(graph, 'guest/db1').frame).toBe('pool/rack1');
    const plug = graph.nodes.find(({ kind }) => kind === 'plug');
    expect(plug).toMatchObject({ label: 'tenant', sublabels: ['alike on each host'], derived: true });
  });

  test('names the hosts of a pool that lack a network', () => {
    const rack1 = pool('rack1', 'kvm1', 'bare');
    const network = site({
      networks: RACK_NETWORKS,
      pools: [rack1],
      hosts: [rackHost('kvm1', 22), host('bare', [nic('bare', 'eth0')])],
      guests: [guest('db1', { in: rack1 }, ['tenant'])],
    });
    const plug = graphOf(network).nodes.find(({ kind }) => kind === 'plug');
    expect(plug?.sublabels).toEqual(['not on bare']);
  });

  test('numbers networks in the order of the text, and letters virtual ones by name', () => {
    const { legend } = graphOf(rackSite());
    expect(legend.map(({ text, name }) => `${text} ${name}`)).toEqual([
      '1 management',
      '2 heartbeat',
      '3 migrate',
      '4 tenant',
      '5 edge',
      'A lab',
      'B back',
    ]);
  });

  test('keeps a guest in sight whose host is not declared', () => {
    const lost = { ...guest('lost', { on: 'nowhere' }, ['tenant']), hosts: [] };
    const graph = graphOf({ ...rackSite(), guests: [lost] });
    expect(nodeIn(graph, 'guest/lost').frame).toBe('unplaced');
    expect(nodeIn(graph, 'guest/lost/nic/nic0').sublabels[0]).toBe('not connected');
  });

  test('leaves out what does not belong to the chosen hosts', () => {
    const graph = buildGraph(rackSite(), [], { perspective: 'devices', hosts: ['kvm2'] });
    const frames = graph.nodes.filter(({ frame }) => frame === undefined).map(({ id }) => id);
    expect(frames).toEqual(['host/kvm2', 'pool/rack1']);
  });

  test.each(PERSPECTIVES)(
    'lists only networks that something of the chosen hosts is in, in %s',
    (perspective) => {
      const lone = host('alone', [nic('alone', 'eth0', { networks: ['heartbeat'] })], []);
      const network = { ...rackSite(), hosts: [...rackSite().hosts, lone] };
      const graph = buildGraph(network, [], { perspective, hosts: ['alone'] });
      expect(graph.legend.map(({ text, name }) => `${text} ${name}`)).toEqual(['2 heartbeat']);
      const columns = graph.nodes.filter(({ kind }) => kind === 'network');
      expect(columns.map(({ label }) => label)).toEqual(perspective === 'networks' ? ['heartbeat'] : []);
      const all = buildGraph(network, [], { perspective });
      expect(all.legend.length).toBeGreaterThan(5);
    },
  );

  test('says of the LAN which one VLAN it has, and which ones', () => {
    const tagged = (...ids: number[]): readonly string[] => {
      const devices = ids.map((id) => vlan('one', `eth0.${id}`, 'eth0', id));
      const graph = graphOf(site({ hosts: [host('one', [nic('one', 'eth0'), ...devices])] }));
      return nodeIn(graph, `${deviceId('one', 'eth0')}/outside`).sublabels;
    };
    expect(tagged(31)).toEqual(['VLAN 31']);
    expect(tagged(31, 40)).toEqual(['VLANs 31, 40']);
  });

  test('numbers a NIC that names a bridge by the network that the bridge serves', () => {
    const network = rackSite();
    const graph = graphOf({ ...network, guests: [guest('g', { on: 'kvm1' }, ['/br-edge'])] });
    expect(nodeIn(graph, 'guest/g/nic/nic0').marks.map(({ text }) => text)).toEqual(['5']);
    const tones = graph.edges.filter(({ kind }) => kind === 'tap').map(({ tone }) => tone);
    expect(tones).toEqual(['vm', 'vm']);
    const commands = graphOf({ ...network, guests: [guest('g', { on: 'kvm1' }, ['/br-edge'])] }, 'commands');
    const line = commands.nodes.find(({ kind, label }) => kind === 'line' && label.includes('vnetN'));
    expect(line?.marks.map(({ text }) => text)).toEqual(['5']);
  });

  test('says which profiles a host names, not those that they are made of', () => {
    const network = rackSite();
    const [first, ...others] = network.hosts;
    const elsewhere = { ...first!.profiles[0]!.origin, uri: 'file:///site/profiles.kvmnet' };
    const profiles = [{ value: 'base', origin: elsewhere }, ...first!.profiles];
    const graph = graphOf({ ...network, hosts: [{ ...first!, profiles }, ...others] });
    const frame = nodeIn(graph, hostId('kvm1'));
    expect(frame.sublabels).toContain('is compute');
    expect(frame.details).toContainEqual({ name: 'profiles', value: 'base, compute' });
  });

  test('draws by which device a network of libvirt leaves its host, and none where it does not', () => {
    const gateway = { value: '10.0.0.1', origin: rackSite().hosts[0]!.places.name };
    const uplink = nic('one', 'eth0', { addresses: ['10.0.0.2/24'] });
    const eth0 = { ...uplink, addressing: { ...uplink.addressing, gateways: [gateway] } } as typeof uplink;
    const networks = [
      virtual('one', 'lab', 'nat', '192.168.100.0/24'),
      virtual('one', 'back', 'isolated', '192.168.50.0/24'),
    ];
    const graph = graphOf(site({ hosts: [host('one', [eth0, nic('one', 'eth1')], networks)] }));
    const routes = graph.edges.filter(({ kind }) => kind === 'route');
    expect(routes.map(({ source, target, label }) => [source, target, label])).toEqual([
      [deviceId('one', 'eth0'), networks[0]!.id, 'leaves through NAT'],
    ]);
  });

  test('draws the first of two hosts of one name', () => {
    const twice = site({ hosts: [rackHost('kvm1', 22), rackHost('kvm1', 23)] });
    const ids = graphOf(twice).nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has no edge into nowhere', () => {
    const broken = host('a', [
      nic('a', 'eth0', { controller: 'missing' }),
      vlan('a', 'v', 'gone', 7),
      bridge('a', 'br0', ['not-there']),
    ]);
    const graph = graphOf(site({ hosts: [broken] }));
    const ids = new Set(graph.nodes.map(({ id }) => id));
    for (const { source, target } of graph.edges) expect(ids.has(source) && ids.has(target)).toBe(true);
  });
});

describe('badges', () => {
  test('show the worst of what is said about a device, worst first', () => {
    const subjects = [deviceId('kvm1', 'bond0')];
    const graph = graphOf(rackSite(), 'devices', [
      finding({ severity: 'information', message: 'advice', subjects }),
      finding({ severity: 'error', message: 'wrong', subjects }),
    ]);
    const { badge } = nodeIn(graph, subjects[0]!);
    expect(badge?.severity).toBe('error');
    expect(badge?.messages.map(({ text }) => text)).toEqual(['wrong', 'advice']);
    expect(graph.counts).toEqual({ error: 1, warning: 0, information: 1, hint: 0 });
  });

  test('reach the devices of a network, and in the Networks perspective the network itself', () => {
    const about = [finding({ subjects: [networkId('heartbeat')] })];
    const badged = (perspective: Perspective): readonly string[] =>
      graphOf(rackSite(), perspective, about)
        .nodes.filter(({ badge }) => badge)
        .map(({ id }) => id);
    expect(badged('devices')).toEqual([deviceId('kvm1', 'bond0.11'), deviceId('kvm2', 'bond0.11')]);
    expect(badged('networks')).toEqual([networkId('heartbeat')]);
  });

  test('fall to the innermost declaration when a finding names nobody', () => {
    const network = rackSite();
    const origin = network.guests[0]!.nics[1]!.places.name;
    const graph = graphOf(network, 'devices', [finding({ origin })]);
    expect(nodeIn(graph, 'guest/web1/nic/nic1').badge).toBeDefined();
  });

  test('reach a bridge by the name that libvirt has for it', () => {
    const graph = graphOf(rackSite(), 'devices', [finding({ subjects: ['host/kvm1/virtual-network/edge'] })]);
    expect(nodeIn(graph, deviceId('kvm1', 'br-edge')).badge).toBeDefined();
  });
});

describe('buildGraph, networks', () => {
  test('hangs hosts and guests on the networks that they are on', () => {
    const graph = graphOf(rackSite(), 'networks');
    const on = (network: string): readonly string[] =>
      graph.edges.filter(({ source }) => source === networkId(network)).map(({ target }) => target);
    expect(on('tenant')).toEqual([
      deviceId('kvm1', 'tenant'),
      'guest/web1/nic/nic0',
      deviceId('kvm2', 'tenant'),
      'guest/db1/nic/nic0',
    ]);
    expect(on('heartbeat')).toEqual([deviceId('kvm1', 'bond0.11'), deviceId('kvm2', 'bond0.11')]);
  });

  test('has the roles on each network', () => {
    const graph = graphOf(rackSite(), 'networks');
    expect(nodeIn(graph, networkId('migrate')).sublabels).toEqual([
      'migration',
      'VLAN 12',
      '10.11.12.0/24',
      'MTU 9000',
    ]);
  });
});

describe.each(PERSPECTIVES)('the %s graph', (perspective) => {
  test('numbers networks as the others do', () => {
    expect(graphOf(rackSite(), perspective).legend).toEqual(graphOf(rackSite(), 'devices').legend);
  });

  test('is the same for the same network', () => {
    expect(graphOf(rackSite(), perspective)).toEqual(graphOf(rackSite(), perspective));
  });

  test('shows what was selected in the Devices perspective', () => {
    const devices = graphOf(rackSite());
    const there = nodesOfSame(devices, [deviceId('kvm1', 'bond0.11')], graphOf(rackSite(), perspective));
    expect(there.length).toBeGreaterThan(0);
  });

  test('has a text alternative for each of its frames', () => {
    const graph = graphOf(rackSite(), perspective);
    const frames = graph.nodes.filter(({ frame }) => frame === undefined);
    expect(textTree(graph).map(({ id }) => id)).toEqual(frames.map(({ id }) => id));
  });
});

describe('nodesAt', () => {
  test('finds what the innermost declaration around a place declares', () => {
    const network = rackSite();
    const { uri, range } = network.guests[0]!.nics[2]!.places.name;
    expect(nodesAt(graphOf(network), uri, range.start)).toEqual(['guest/web1/nic/nic2']);
    expect(nodesAt(graphOf(network), 'file:///other', range.start)).toEqual([]);
  });
});

describe('blocksOf', () => {
  test('finds the hosts that one of several files declares', () => {
    const graph = graphOf(inOwnFile(rackSite(), 'kvm2', 'file:///site/kvm2.kvmnet'));
    expect(blocksOf(graph, 'file:///site/kvm2.kvmnet')).toEqual([hostId('kvm2')]);
    expect(blocksOf(graph, 'file:///site/networks.kvmnet')).toEqual([]);
  });

  test('finds none where the file declares all of them', () => {
    const network = rackSite();
    expect(blocksOf(graphOf(network), network.hosts[0]!.places.name.uri)).toEqual([]);
  });
});
