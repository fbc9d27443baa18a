import type { ObservedHost, ObservedLink } from '../observe/index.js';
import type { Refusal } from './plan.js';
import type { PlanInput } from './plan-input.js';
import type { WantedProfile } from './wanted-profile.js';

/**
 * Devices of others that stand on what the text takes for itself. A bridge that has lost its last port keeps its addresses and
 * its routes, and takes what was to go over the new one; a VLAN on a NIC that becomes a port takes its frames before the
 * controller does; and the kernel has one VLAN device for a parent and an id.
 */
export function foreignStackRefusals(wanted: readonly WantedProfile[], input: PlanInput): readonly Refusal[] {
  const { observed, compiled } = input;
  const byDevice = new Map(
    wanted.flatMap((profile) => (profile.device === undefined ? [] : [[profile.device, profile]])),
  );
  const ours = devicesOfOurs(observed);
  return observed.links
    .filter(({ name }) => !byDevice.has(name) && !ours.has(name))
    .flatMap((link) => {
      const harm = harmTo(link, byDevice, wanted, observed);
      return harm === undefined ? [] : [refusalOf(link, harm, compiled.name)];
    });
}

/** What becomes of a device, and what the text asks for instead. */
interface Harm {
  readonly text: string;
  readonly nextStep: string;
}

function harmTo(
  link: ObservedLink,
  byDevice: ReadonlyMap<string, WantedProfile>,
  wanted: readonly WantedProfile[],
  { links }: ObservedHost,
): Harm | undefined {
  const { name, kind, parent, vlanId } = link;
  if (kind === 'vlan') {
    const double = wanted.find(({ vlan }) => vlan?.parent === parent && vlan?.id === vlanId);
    if (double)
      return {
        text: `has VLAN ${String(vlanId)} of ${parent ?? ''} already, which the text gives to ${double.device ?? ''}`,
        nextStep: `Call it ${name} in the text, or take it away first: nmcli connection delete.`,
      };
    const below = parent === undefined ? undefined : byDevice.get(parent);
    const now = links.find((other) => other.name === parent)?.controller;
    if (below?.controller === undefined || below.controller === now) return undefined;
    return {
      text: `stands on ${parent ?? ''}, which becomes a port of ${below.controller}: it would take frames of VLAN ${String(vlanId)} before ${below.controller} does`,
      nextStep: `Describe it in the text on ${below.controller}, or take it away first: nmcli connection delete.`,
    };
  }
  const ports = links.filter(
    ({ controller, kind: of }) => controller === name && of !== 'tun' && of !== 'veth',
  );
  const leaving = ports.flatMap((port) => {
    const profile = byDevice.get(port.name);
    return profile && profile.controller !== name ? [profile] : [];
  });
  const [last] = leaving;
  if (!last || leaving.length < ports.length) return undefined;
  const guests = links.filter(({ controller, kind: of }) => controller === name && of === 'tun').length;
  return {
    text: `loses its last port ${last.device ?? ''} to the text${guests > 0 ? `, with ${guests === 1 ? 'a guest' : `${guests} guests`} on it` : ''}`,
    nextStep: `Describe it under its own name (${kind ?? 'bridge'} ${name} { … }), which takes it over, or take it away first: nmcli connection delete.`,
  };
}

/** Of a former generation: what the text no longer has is removed by the plan. */
function devicesOfOurs({ networkManager, record }: ObservedHost): ReadonlySet<string> {
  const own = new Set(record?.artifacts.flatMap(({ uuid }) => uuid ?? []));
  return new Set(
    networkManager.profiles.flatMap(({ uuid, device }) => (own.has(uuid) ? (device ?? []) : [])),
  );
}

function refusalOf({ name, addresses }: ObservedLink, { text, nextStep }: Harm, host: string): Refusal {
  const own = addresses.filter((address) => !address.startsWith('fe80:'));
  const having = own.length > 0 ? ` (${own.join(', ')})` : '';
  return {
    code: 'foreign-device',
    message: `${name}${having} on ${host} is somebody else's and ${text}.`,
    nextStep,
    forceable: true,
  };
}
