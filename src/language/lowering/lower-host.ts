import { hostId, type Finding, type Host } from '../../model/index.js';
import { present } from '../declarations/block-reader.js';
import type { HostDeclaration, ProfileDeclaration } from '../declarations/declaration.js';
import { collector } from '../findings/report-to.js';
import { buildDevice } from './build-device.js';
import { deriveDevices } from './derive-devices.js';
import { deviceMtus } from './device-mtu.js';
import { HostDrafts } from './host-drafts.js';
import { lowerVirtualNetworks } from './host-virtual-networks.js';
import { Lookup } from './lookup.js';
import { elementOf } from './lower-site-wide.js';
import { mergeProfiles } from './merge-profiles.js';
import { resolveDevices } from './resolve-devices.js';
import type { SiteNames } from './site-names.js';

export interface LoweredHost {
  readonly host: Host;
  readonly findings: readonly Finding[];
  /** What it was made from. */
  readonly lookup: Lookup;
}

/** One host of the model: its profiles merged, everything derived, every name looked up. */
export function lowerHost(declaration: HostDeclaration, names: SiteNames): LoweredHost {
  const findings: Finding[] = [];
  const report = collector(findings);
  const lookup = new Lookup(names, report);
  const { shape, profiles } = mergeProfiles(declaration, lookup, report);
  const { via, number } = declaration;
  const drafts = new HostDrafts(declaration.name, shape, report);
  deriveDevices(drafts, lookup);
  resolveDevices(drafts, report);
  const virtualNetworks = lowerVirtualNetworks(shape.virtualNetworks, drafts, lookup, report);
  const jump = via && lookup.require('hosts', via);
  const mtus = deviceMtus(drafts.all());
  const devices = [...mtus].flatMap(([draft, mtu]) => buildDevice(drafts.hostId, draft, mtu, number) ?? []);
  const host: Host = {
    ...elementOf(drafts.hostId, declaration),
    ssh: declaration.ssh ?? {
      value: { name: declaration.name },
      origin: declaration.places.name,
      follows: { rule: 'name' },
    },
    profiles,
    devices,
    virtualNetworks,
    routes: shape.routes,
    dns: shape.dns ?? [],
    ...present({
      via: jump && { value: hostId(jump.name), origin: via.origin },
      number,
      forwarding: shape.forwarding,
    }),
  };
  return { host, findings, lookup };
}

/**
 * What is wrong with a profile by itself, whoever uses it. Of one that no host uses, the networks and guests that it
 * names are looked up; its devices may be declared by the profiles that it will be combined with.
 */
export function checkProfile(
  declaration: ProfileDeclaration,
  names: SiteNames,
  used: boolean,
): { readonly findings: readonly Finding[]; readonly lookup: Lookup } {
  const findings: Finding[] = [];
  const report = collector(findings);
  const lookup = new Lookup(names, report);
  for (const name of declaration.profiles) {
    lookup.require('profiles', name);
    if (!reaches(name.value, declaration, lookup)) continue;
    report({
      code: 'naming/profile-cycle',
      message: `The profile '${declaration.name}' is made of itself.`,
      origin: name.origin,
      fixes: [{ title: `Remove '${name.value}'`, edits: [{ kind: 'remove-item', at: name.origin }] }],
    });
  }
  if (!used) {
    for (const device of declaration.devices) {
      const { kind } = device;
      const networks = kind === 'nic' || kind === 'bond' ? device.carries : device.networks;
      for (const name of networks ?? []) lookup.require('networks', name);
    }
    for (const { forwards } of declaration.virtualNetworks)
      for (const { guest } of forwards) lookup.require('guests', guest);
  }
  return { findings, lookup };
}

function reaches(from: string, target: ProfileDeclaration, lookup: Lookup): boolean {
  const seen = new Set<string>();
  const queue = [from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const profile = lookup.find('profiles', name);
    if (profile === target) return true;
    queue.push(...(profile?.profiles ?? []).map(({ value }) => value));
  }
  return false;
}
