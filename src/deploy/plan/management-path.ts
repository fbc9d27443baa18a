import { hasRole, type ElementId, type Network } from '../../model/index.js';
import type { ObservedHost } from '../observe/index.js';
import { deviceGraph, graphOfLinks } from './device-graph.js';
import type { ManagementPath, Refusal } from './plan.js';
import type { PlanInput } from './plan-input.js';
import type { ProfileDraft } from './profile-steps.js';
import { wantedProfiles, type WantedProfile } from './wanted-profile.js';

/** Addresses that the text gives a host in its `management` networks, without prefix. */
export function managementAddresses({ hosts, networks }: Network, host: ElementId): readonly string[] {
  const management = new Set(
    networks.filter((network) => hasRole(network, 'management')).map(({ id }) => id),
  );
  const devices = hosts.find(({ id }) => id === host)?.devices ?? [];
  return devices
    .filter((device) => device.networks.some(({ value }) => management.has(value)))
    .flatMap(({ addressing }) => addressing.addresses.map(({ value }) => value.address));
}

/** What an interface will be after the plan. */
interface Holder {
  readonly name: string;
  readonly controller?: string | undefined;
  readonly parent?: string | undefined;
  /** Without prefix. */
  readonly addresses: readonly string[];
}

function wantedHolder(profile: WantedProfile, { links }: ObservedHost): readonly Holder[] {
  const { device, controller, vlan, addresses, automatic } = profile;
  if (device === undefined) return [];
  // What DHCP or a router gave an interface it will give again.
  const learnt = automatic ? (links.find(({ name }) => name === device)?.addresses ?? []) : [];
  return [
    {
      name: device,
      controller,
      parent: vlan?.parent,
      addresses: [...addresses, ...learnt].map((address) => address.split('/')[0] ?? ''),
    },
  ];
}

/** Interfaces that no step touches stay as they are. */
function holdersAfter(input: PlanInput, drafts: readonly ProfileDraft[]): readonly Holder[] {
  const { observed, compiled } = input;
  const wanted = wantedProfiles(compiled, observed).flatMap((profile) => wantedHolder(profile, observed));
  const decided = new Set(wanted.map(({ name }) => name));
  const emptied = new Set(
    drafts.flatMap(({ action, device }) => (action === 'remove' ? (device ?? []) : [])),
  );
  const given = new Set(
    drafts.flatMap(({ content, device }) => (content && 'kept' in content ? (device ?? []) : [])),
  );
  const rest = observed.links
    .filter(({ name, kind }) => !decided.has(name) && kind !== 'tun')
    .filter(({ name, kind }) => kind === undefined || !emptied.has(name))
    .map(({ name, controller, parent, addresses }): Holder => {
      const cleared = emptied.has(name) && !given.has(name);
      return {
        name,
        controller,
        parent,
        addresses: cleared ? [] : addresses.map((own) => own.split('/')[0] ?? ''),
      };
    });
  return [...wanted, ...rest];
}

/** @param silenceOf how long the devices of a way are silent when the plan begins them anew; seconds */
export function managementPath(
  input: PlanInput,
  drafts: readonly ProfileDraft[],
  silenceOf: (way: readonly string[]) => number,
): ManagementPath {
  const { observed } = input;
  const { session } = observed;
  const holders = holdersAfter(input, drafts);
  const keptAddresses = givenAddresses(input);
  const all = new Set([...holders.flatMap(({ addresses }) => addresses), ...keptAddresses]);
  const addressesAfter = input.managementAddresses.filter((address) => all.has(address));
  const holder = holders.find(({ addresses }) => session !== undefined && addresses.includes(session.server));
  const stays = holder !== undefined || (session !== undefined && keptAddresses.includes(session.server));
  const [proveAt] = stays || session === undefined ? [] : addressesAfter;
  const graph = deviceGraph(holders);
  const wayTo = (name: string | undefined): readonly string[] =>
    name === undefined ? [] : graph.pathDown(name);
  const proved = holders.find(({ addresses }) => proveAt !== undefined && addresses.includes(proveAt));
  const silence = session === undefined ? 0 : silenceOf(wayTo((holder ?? proved)?.name));
  return {
    ...(session && { address: session.server, client: session.client }),
    before: session?.device === undefined ? [] : graphOfLinks(observed.links).pathDown(session.device),
    after: holder ? wayTo(holder.name) : stays && session?.device !== undefined ? [session.device] : [],
    addressesAfter,
    ...(silence > 0 && { silence }),
    ...(proveAt !== undefined && { proveAt }),
  };
}

/** Addresses that profiles bring along which are given back. */
const givenAddresses = ({ giveBack = [] }: PlanInput): readonly string[] =>
  giveBack.flatMap((entry) => (entry.kind === 'profile' ? entry.addresses : []));

/** Refuses what would leave nothing to connect to. */
export function managementRefusals(path: ManagementPath, { compiled }: PlanInput): readonly Refusal[] {
  if (path.address === undefined || path.after.length > 0 || path.addressesAfter.length > 0) return [];
  return [
    {
      code: 'management-lost',
      message: `After this plan ${compiled.name} has neither ${path.address}, which this connection uses, nor an address of a management network.`,
      nextStep: `Give a device that carries a network with the role management an address, or force the plan if you sit at the console.`,
      forceable: true,
    },
  ];
}
