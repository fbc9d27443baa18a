import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSites, type Site } from '../../src/language/index.js';
import type { Device } from '../../src/model/index.js';
import { buildGraph, layoutGraph } from '../../src/topology/index.js';
import { root } from '../architecture/imports.js';
import { runCli } from '../cli/run-cli.js';
import { expectTidy } from '../topology/expect-tidy.js';

const examples = join(root, 'examples');
const PERSPECTIVES = ['networks', 'devices', 'commands'] as const;

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'kvmnet-examples-'));
});
afterAll(() => rm(out, { recursive: true, force: true }));

async function siteAt(name: string): Promise<Site> {
  const loaded = await loadSites([join(examples, name)]);
  const site = loaded.ok ? loaded.sites[0] : undefined;
  if (!site) throw new Error(`There is no site examples/${name}.`);
  return site;
}

const devicesOf = ({ network }: Site, host: string): readonly Device[] =>
  network.hosts.find(({ name }) => name === host)?.devices ?? [];

const namesOf = (devices: readonly Device[], kind: Device['kind']): readonly string[] =>
  devices.filter((device) => device.kind === kind).map(({ name }) => name);

interface Drawn {
  readonly graph: { readonly nodes: readonly { readonly kind: string; readonly label: string }[] };
}

async function draw(file: string, perspective: string): Promise<Drawn['graph']> {
  const path = join(out, 'drawn.json');
  const { exit, err } = await runCli(examples, 'graph', file, '--perspective', perspective, '--out', path);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return (JSON.parse(await readFile(path, 'utf8')) as Drawn).graph;
}

/** Files of a compiled host by path. */
async function compiled(host: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(out, host);
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());
  const files = paths.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length), await readFile(path, 'utf8')] as const;
  });
  return new Map(await Promise.all(files));
}

describe.each(['lab', 'rack', 'oracle-linux-10', 'oracle-vm', 'datacentre'])('examples/%s', (name) => {
  it('compiles', async () => {
    expect(await runCli(examples, 'compile', name, '--out', join(out, name))).toMatchObject({ exit: 0 });
    expect(await readdir(join(out, name))).toHaveLength((await siteAt(name)).network.hosts.length);
  });

  it.each(PERSPECTIVES)('is drawn without overlaps as %s', async (perspective) => {
    const { network, findings } = await siteAt(name);
    const graph = buildGraph(network, findings, { perspective });
    expect(graph.nodes.length).toBeGreaterThan(network.hosts.length);
    expectTidy({ graph, layout: layoutGraph(graph) });
  });
});

describe('the figures of the article', () => {
  const figures = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `oracle-vm/figure-${number}.kvmnet`);

  it.each(figures)('%s has neither errors nor warnings', async (file) => {
    const { exit, out: text } = await runCli(examples, 'check', file);
    expect({ exit, text }).toEqual({
      exit: 0,
      text: expect.not.stringMatching(/: (error|warning): /) as string,
    });
  });

  it.each(figures)('%s is drawn alone, in every perspective', async (file) => {
    for (const perspective of PERSPECTIVES) {
      const hosts = (await draw(file, perspective)).nodes.filter(({ kind }) => kind === 'host');
      expect(hosts).toHaveLength(file.includes('figure-1') ? 2 : 1);
    }
  });

  it('have the bridges of figure 3', async () => {
    expect(namesOf(devicesOf(await siteAt('oracle-vm'), 'ovs17'), 'bridge')).toEqual(
      expect.arrayContaining(['10.11.12.0', '9ABCDEF']),
    );
  });

  it('have the six NICs, three bonds and VLAN groups of figure 5', async () => {
    const devices = devicesOf(await siteAt('oracle-vm'), 'ovs19');
    expect(namesOf(devices, 'nic')).toEqual(['eth0', 'eth1', 'eth2', 'eth3', 'eth4', 'eth5']);
    expect(namesOf(devices, 'bond')).toEqual(['bond0', 'bond1', 'bond2']);
    expect(namesOf(devices, 'vlan')).toEqual([
      'bond0.11',
      'bond0.12',
      'bond0.13',
      'bond1.21',
      'bond1.22',
      'bond1.23',
      'bond2.31',
    ]);
    expect(namesOf(devices, 'bridge')).toHaveLength(5);
  });

  it('have the addresses of figure 8', async () => {
    const devices = devicesOf(await siteAt('oracle-vm'), 'ovs22');
    const addresses = devices.flatMap(({ name, addressing }) =>
      addressing.addresses.map(({ value }) => `${name} ${value.address}/${value.prefix}`),
    );
    expect(addresses).toEqual([
      'bond0 10.11.10.22/24',
      'bond0.11 10.11.11.22/24',
      'bond0.12 10.11.12.22/24',
      'tenant 10.11.13.22/24',
    ]);
  });

  it('say the same in figures 6, 7 and 8', async () => {
    await runCli(examples, 'compile', 'oracle-vm', '--out', out);
    const alike = async (host: string, number: number): Promise<readonly string[]> =>
      [...(await compiled(host))]
        .filter(([path]) => path.startsWith('/etc/'))
        .map(([path, text]) =>
          `${path}\n${text}`
            .replaceAll(host, 'HOST')
            .replaceAll(new RegExp(`(10\\.11\\.1\\d\\.)${number}/`, 'g'), '$1N/')
            .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
            .replaceAll(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, 'MAC'),
        )
        .sort();
    const sixth = await alike('ovs20', 20);
    expect(sixth.length).toBeGreaterThan(8);
    expect(await alike('ovs21', 21)).toEqual(sixth);
    expect(await alike('ovs22', 22)).toEqual(sixth);
  });
});

describe('the modes of Oracle Linux 10', () => {
  it('are all there', async () => {
    const { network } = await siteAt('oracle-linux-10');
    const devices = network.hosts.flatMap((host) => host.devices);
    const kinds = network.hosts.flatMap(({ virtualNetworks }) => virtualNetworks.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(['bridged', 'nat', 'routed', 'isolated']));
    expect(new Set(devices.flatMap((d) => (d.kind === 'bond' ? [d.mode.value] : [])))).toEqual(
      new Set(['active-backup', '802.3ad', 'balance-xor']),
    );
    expect(devices.some((d) => d.kind === 'bridge' && d.vlanAware.value)).toBe(true);
    const nics = network.guests.flatMap((guest) => guest.nics);
    expect(nics.some(({ queues }) => (queues?.value ?? 1) > 1)).toBe(true);
    expect(nics.some(({ trunk }) => trunk !== undefined)).toBe(true);
    expect(network.guests.some(({ pin }) => pin !== undefined)).toBe(true);
    expect(network.zones.length).toBeGreaterThan(1);
  });
});

describe('the datacentre', () => {
  it('has forty hosts, each with its own addresses, in four pools', async () => {
    const { network } = await siteAt('datacentre');
    expect(network.hosts).toHaveLength(40);
    expect(network.pools.map(({ name, hosts }) => [name, hosts.length])).toEqual([
      ['backup', 6],
      ['dmz', 4],
      ['rack-a', 14],
      ['rack-b', 14],
    ]);
    const addresses = network.hosts.flatMap(({ devices }) =>
      devices.flatMap(({ addressing }) => addressing.addresses.map(({ value }) => value.address)),
    );
    expect(addresses.length).toBeGreaterThan(100);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});
