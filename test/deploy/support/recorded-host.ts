import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../../src/compiler/index.js';
import { compileOptionsFor } from '../../../src/deploy/plan/compile-options.js';
import type { PlanInput } from '../../../src/deploy/plan/plan-input.js';
import { wantedProfile, type WantedProfile } from '../../../src/deploy/plan/wanted-profile.js';
import {
  managementAddresses,
  planHost,
  poolsOfGuests,
  probesOf,
  readObservation,
  type ObservedHost,
  type ObservedLink,
} from '../../../src/deploy/index.js';
import { loadSites } from '../../../src/language/index.js';
import { root } from '../../architecture/imports.js';

/** What a settled lab host, never touched by KVMNet, answered to the observing script. */
export const recordedText = await readFile(join(root, 'test/deploy/fixtures/settled-host.txt'), 'utf8');

export function recordedHost(change: (text: string) => string = (text) => text): ObservedHost {
  const read = readObservation('kvm1', change(recordedText));
  if (!read.ok) throw new Error(read.failure.message);
  return read.value;
}

/** What planning the first host of a site takes. Throws when the site has errors. */
export async function planInput(text: string, observed: ObservedHost): Promise<PlanInput> {
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-plan-'));
  try {
    await writeFile(join(folder, 'site.kvmnet'), text);
    const loaded = await loadSites([folder]);
    const site = loaded.ok ? loaded.sites[0] : undefined;
    const [host] = site?.network.hosts ?? [];
    if (!site?.checked || !host) throw new Error(JSON.stringify(site?.findings ?? loaded));
    const options = compileOptionsFor(host, observed);
    const [compiled] = compile(site.checked, options);
    return {
      compiled: compiled!,
      observed,
      managementAddresses: managementAddresses(site.checked, host.id),
      pools: poolsOfGuests(site.checked),
      probes: probesOf(site.checked, host, options.interfaceNames),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The host after what a site asks of NetworkManager was deployed to it: files, record, devices, and what is active on them. */
export function asDeployed({ compiled, observed, ...rest }: PlanInput): ObservedHost {
  const { artifacts } = compiled;
  const plan = planHost({ compiled, observed, ...rest });
  const record = {
    ...plan.work.record,
    author: 'alice@desk',
    at: '2026-11-21T07:00:00Z',
    planDigest: plan.digest,
  };
  const profiles = artifacts
    .filter(({ kind }) => kind === 'keyfile')
    .map((artifact) => wantedProfile(artifact, observed.links));
  return {
    ...observed,
    record,
    generations: [record.generation],
    links: [
      ...observed.links.filter(({ name }) => profiles.every(({ device }) => device !== name)),
      ...profiles.map((profile) => linkOf(profile, observed.links)),
    ],
    routes: [
      ...observed.routes.filter((route) => profiles.every(({ device }) => device !== route.device)),
      ...profiles.flatMap(({ device = '', routes }) =>
        routes.map(({ family, destination, gateway, metric }) => ({
          ...{ family, destination, device, protocol: 'static' },
          ...(gateway !== undefined && { gateway }),
          ...(metric !== undefined && { metric }),
        })),
      ),
    ],
    networkManager: {
      ...observed.networkManager,
      profiles: profiles.map(({ uuid, device = '', artifact: { path, content } }) => ({
        ...{ uuid, path, content, generated: false, device, state: 'activated' },
      })),
    },
  };
}

function linkOf(
  { device = '', type, mtu, controller, vlan, bond, bridge, vlans = [], addresses }: WantedProfile,
  links: ObservedHost['links'],
): ObservedLink {
  return {
    mtu: 1500,
    up: true,
    carrier: true,
    ...links.find(({ name }) => name === device),
    name: device,
    addresses,
    vlans,
    ...(type !== 'ethernet' && { kind: type }),
    ...(mtu !== undefined && { mtu }),
    ...(controller !== undefined && { controller }),
    ...(vlan && { parent: vlan.parent, vlanId: vlan.id }),
    ...(bond && { bond }),
    ...(bridge && { bridge }),
  };
}
