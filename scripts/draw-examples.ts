/** Draws the pictures of examples/README.md: the same drawing as `kvmnet graph`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSites } from '../src/language/index.js';
import { buildGraph, layoutGraph, renderSvg, type Perspective } from '../src/topology/index.js';
import { repositoryRoot } from './repository.js';

interface Drawing {
  /** Name of the picture, without `.svg`. */
  readonly name: string;
  /** Folder below examples/. */
  readonly site: string;
  readonly hosts: readonly string[];
  readonly perspective: Perspective;
}

const DRAWINGS: readonly Drawing[] = [
  { name: 'figure-3', site: 'oracle-vm', hosts: ['ovs17'], perspective: 'devices' },
  { name: 'figure-5', site: 'oracle-vm', hosts: ['ovs19'], perspective: 'devices' },
  { name: 'figure-8', site: 'oracle-vm', hosts: ['ovs22'], perspective: 'commands' },
  { name: 'isolated-tiers', site: 'oracle-linux-10', hosts: ['ol-tiers'], perspective: 'devices' },
  { name: 'vlan-trunk', site: 'oracle-linux-10', hosts: ['ol-trunk'], perspective: 'devices' },
  { name: 'datacentre', site: 'datacentre', hosts: ['b01'], perspective: 'devices' },
];

const folder = join(repositoryRoot, 'docs/images/examples');
mkdirSync(folder, { recursive: true });
for (const { name, site, hosts, perspective } of DRAWINGS) {
  const loaded = await loadSites([join(repositoryRoot, 'examples', site)]);
  const [drawn] = loaded.ok ? loaded.sites : [];
  if (!drawn) throw new Error(`There is no site examples/${site}.`);
  const graph = buildGraph(drawn.network, drawn.findings, { perspective, hosts });
  writeFileSync(join(folder, `${name}.svg`), renderSvg(graph, layoutGraph(graph), 'light'));
}
console.log(`Drew ${DRAWINGS.length} pictures into docs/images/examples.`);
