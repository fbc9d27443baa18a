import { assertNever } from '../../model/index.js';
import type {
  BondOutcome,
  ElementId,
  FailureOutcome,
  GuestLoss,
  HostLoss,
  NetworkIndex,
  Role,
} from '../../model/index.js';
import type { Overlay, OverlayMark } from '../overlay/overlay.js';

/** A failure in words, for a list beside the picture, and as marks in it. */
export interface FailureReport {
  /** What was taken to have failed, in words, with the ids that were given. */
  readonly failed: readonly { readonly id: ElementId; readonly text: string }[];
  /** One line: `2 guests lose a network.` */
  readonly summary: string;
  readonly lines: readonly FailureLine[];
  readonly overlay: Overlay;
}

export interface FailureLine {
  readonly severity: 'survives' | 'degraded' | 'lost';
  readonly text: string;
  /** What a click leads to. */
  readonly id: ElementId;
}

export function describeFailure(index: NetworkIndex, outcome: FailureOutcome): FailureReport {
  const failed = outcome.failed.map((id) => ({ id, text: nameOf(id, index) }));
  const lines = [
    ...outcome.bonds.map((bond) => bondLine(bond, index)),
    ...hostLines(outcome.hosts, index),
    ...guestLines(outcome.guests, index),
  ];
  return {
    failed,
    summary: summaryOf(outcome),
    lines,
    overlay: {
      kind: 'failure',
      title: `If ${failed.map(({ text }) => text).join(', ')} ${failed.length === 1 ? 'fails' : 'fail'}`,
      marks: marksOf(outcome, index),
    },
  };
}

function nameOf(id: ElementId, index: NetworkIndex): string {
  const host = index.host(id);
  if (host) return host.name;
  if (id.endsWith('/outside')) return `the LAN behind ${nameOf(id.slice(0, id.lastIndexOf('/')), index)}`;
  const part = index.device(id) ?? index.virtualNetwork(id);
  return part ? `${part.name} of ${index.host(part.host)?.name ?? '?'}` : id;
}

const short = (id: ElementId, index: NetworkIndex): string => index.device(id)?.name ?? id;

function bondLine(outcome: BondOutcome, index: NetworkIndex): FailureLine {
  const { bond } = outcome;
  const name = nameOf(bond.id, index);
  const total = bond.ports.length;
  switch (outcome.kind) {
    case 'fails-over': {
      const from = outcome.from === undefined ? '' : ` from ${short(outcome.from, index)}`;
      const left = total - 1;
      const text =
        outcome.from === undefined
          ? `${name} carries on with ${short(outcome.to, index)}`
          : `${name} fails over${from} to ${short(outcome.to, index)}`;
      return { severity: left > 1 ? 'survives' : 'degraded', text: `${text}.`, id: bond.id };
    }
    case 'reduced':
      return {
        severity: 'degraded',
        text: `${name} carries on with ${outcome.left.length} of ${total} links: ${outcome.left.map((id) => short(id, index)).join(', ')}.`,
        id: bond.id,
      };
    case 'standby-lost':
      return {
        severity: 'degraded',
        text: `${name} still carries on ${outcome.left.map((id) => short(id, index)).join(', ')}; nothing is left to fail over to.`,
        id: bond.id,
      };
    case 'no-link':
      return { severity: 'lost', text: `${name} has no link left.`, id: bond.id };
    case 'below-min-links':
      return {
        severity: 'lost',
        text: `${name} gives up: ${outcome.left} of the ${outcome.least} links that min-links asks for ${outcome.left === 1 ? 'is' : 'are'} left.`,
        id: bond.id,
      };
    default:
      return assertNever(outcome);
  }
}

/** What the loss of a network with this role means for a host. */
const CONSEQUENCES: Readonly<Record<Role, string | undefined>> = {
  management: 'nobody can manage it',
  heartbeat: 'its pool takes it for dead',
  migration: 'no guest can be moved to or from it',
  storage: 'it loses its storage',
  vm: undefined,
};

function hostLines(losses: readonly HostLoss[], index: NetworkIndex): readonly FailureLine[] {
  const byHost = new Map<ElementId, HostLoss[]>();
  for (const loss of losses) byHost.set(loss.host.id, [...(byHost.get(loss.host.id) ?? []), loss]);
  return [...byHost].map(([id, own]) => {
    const networks = own.flatMap(({ network }) => index.logicalNetwork(network) ?? []);
    const roles = networks.flatMap((network) => network.roles.map(({ value }) => value));
    const consequences = [...new Set(roles)].flatMap((role) => CONSEQUENCES[role] ?? []);
    const names = [...new Set(networks.map(({ name }) => name))].join(', ');
    const rest = consequences.length > 0 ? `: ${consequences.join('; ')}` : '';
    return { severity: 'lost', text: `Host ${own[0]?.host.name ?? id} loses ${names}${rest}.`, id };
  });
}

function guestLines(losses: readonly GuestLoss[], index: NetworkIndex): readonly FailureLine[] {
  const byGuest = new Map<ElementId, GuestLoss[]>();
  for (const loss of losses) byGuest.set(loss.guest.id, [...(byGuest.get(loss.guest.id) ?? []), loss]);
  return [...byGuest].map(([id, own]): FailureLine => {
    const [first] = own;
    const guest = first?.guest;
    const names = [...new Set(own.map(({ nic }) => nic.attachment.name))].join(', ');
    const isSure = own.some(({ isEverywhere }) => isEverywhere);
    const hosts = (first?.hosts ?? []).map((host) => index.host(host)?.name ?? host).join(' or ');
    const isAll = new Set(own.map(({ nic }) => nic.id)).size === guest?.nics.length;
    const what = `Guest ${guest?.name ?? id} loses ${names}${isAll ? ', all that it has' : ''}`;
    return {
      severity: isSure ? 'lost' : 'degraded',
      text: isSure ? `${what}.` : `${what} if it runs on ${hosts}.`,
      id,
    };
  });
}

function summaryOf({ failed, bonds, hosts, guests }: FailureOutcome): string {
  if (failed.length === 0) return 'Nothing has failed.';
  const lostHosts = new Set(hosts.map(({ host }) => host.id)).size;
  const lostGuests = new Set(guests.map(({ guest }) => guest.id)).size;
  const parts = [
    ...(lostHosts > 0 ? [`${lostHosts} ${lostHosts === 1 ? 'host loses' : 'hosts lose'} a network`] : []),
    ...(lostGuests > 0
      ? [`${lostGuests} ${lostGuests === 1 ? 'guest loses' : 'guests lose'} a network`]
      : []),
  ];
  if (parts.length > 0) return `${parts.join(', ')}.`;
  return bonds.length > 0 ? 'Nobody loses a network: the bonds carry on.' : 'Nobody loses a network.';
}

function marksOf(
  { failed, bonds, hosts, guests, cut }: FailureOutcome,
  index: NetworkIndex,
): Readonly<Record<ElementId, readonly OverlayMark[]>> {
  const marks: Record<ElementId, OverlayMark[]> = {};
  const put = (id: ElementId, mark: OverlayMark): void => {
    marks[id] = [...(marks[id] ?? []), mark];
  };
  for (const id of failed) put(id, { sign: 'failed', text: 'failed' });
  for (const outcome of bonds) putBond(outcome, index, put);
  const named = new Set([...failed, ...Object.keys(marks)]);
  for (const id of cut) if (!named.has(id)) put(id, { sign: 'cut', text: '' });
  for (const { host } of hosts) {
    if (!named.has(host.id) && !marks[host.id]) put(host.id, { sign: 'cut', text: 'loses networks' });
  }
  for (const { nic, isEverywhere, hosts: on } of guests) {
    const names = on.map((id) => index.host(id)?.name ?? id).join(', ');
    put(
      nic.id,
      isEverywhere ? { sign: 'cut', text: 'cut off' } : { sign: 'reduced', text: `cut off on ${names}` },
    );
  }
  return marks;
}

function putBond(
  outcome: BondOutcome,
  index: NetworkIndex,
  put: (id: ElementId, mark: OverlayMark) => void,
): void {
  const { bond } = outcome;
  switch (outcome.kind) {
    case 'fails-over':
      put(bond.id, { sign: 'takes-over', text: `on ${short(outcome.to, index)}` });
      put(outcome.to, { sign: 'takes-over', text: outcome.from === undefined ? 'carries' : 'takes over' });
      break;
    case 'reduced':
      put(bond.id, { sign: 'reduced', text: `${outcome.left.length} of ${bond.ports.length}` });
      break;
    case 'standby-lost':
      put(bond.id, { sign: 'reduced', text: 'no standby' });
      break;
    case 'no-link':
      put(bond.id, { sign: 'cut', text: 'no link' });
      break;
    case 'below-min-links':
      put(bond.id, { sign: 'cut', text: 'min-links' });
      break;
  }
}
