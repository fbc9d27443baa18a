import type { Guest, Host, Origin } from '../../model/index.js';
import type { Detail, GraphNode } from '../graph.js';
import type { FrameGroup } from './group-frames.js';
import type { SiteFrame } from './site-frames.js';

const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

const guestsText = (count: number): string => (count === 0 ? 'no guests' : counted(count, 'guest'));

/** `4 NICs · 7 networks`, `12 guests` */
function hostLines({ devices, virtualNetworks }: Host, guests: readonly Guest[]): readonly string[] {
  const nics = devices.filter(({ kind }) => kind === 'nic').length;
  const networks = new Set(devices.flatMap((device) => device.networks.map(({ value }) => value)));
  const managed = virtualNetworks.filter(({ kind }) => kind !== 'bridged').length;
  return [
    `${counted(nics, 'NIC')} · ${counted(networks.size + managed, 'network')}`,
    guestsText(guests.length),
  ];
}

/** A frame as a box that says how much is in it, in place of the frame with all that it holds. */
export function closedFrame(open: GraphNode, frame: SiteFrame): GraphNode {
  const lines =
    frame.kind === 'host' ? hostLines(frame.host, frame.guests) : [guestsText(frame.guests.length)];
  const covers = coverGuests(frame.guests);
  return {
    ...open,
    sublabels: lines,
    ...(covers.length > 0 && { covers }),
    details: [...open.details, { name: 'holds', value: lines.join(', ') }],
  };
}

const GROUP_KINDS = {
  pool: 'hosts of a pool',
  file: 'hosts of a file',
  order: 'hosts that follow each other in the text',
} as const;

export function groupFrame({ id, label, by, frames }: FrameGroup, isOpen: boolean): GraphNode {
  const hosts = frames.filter(({ kind }) => kind === 'host').length;
  const guests = frames.reduce((sum, frame) => sum + frame.guests.length, 0);
  const lines = [counted(hosts, 'host'), guestsText(guests)];
  const details: readonly Detail[] = [
    { name: 'kind', value: GROUP_KINDS[by] },
    { name: 'holds', value: lines.join(', ') },
  ];
  const covers = isOpen ? [] : coverFrames(frames);
  return {
    id,
    kind: 'group',
    label,
    sublabels: lines,
    marks: [],
    folding: isOpen ? 'open' : 'closed',
    ...(covers.length > 0 && { covers }),
    details,
  };
}

const coverGuests = (guests: readonly Guest[]): readonly Origin[] =>
  mergeNeighbours(guests.map(({ places }) => places.whole));

function coverFrames(frames: readonly SiteFrame[]): readonly Origin[] {
  const own = frames.flatMap((frame) =>
    frame.kind === 'host'
      ? [frame.host.places.whole]
      : frame.kind === 'pool'
        ? [frame.pool.places.whole]
        : [],
  );
  return [...mergeNeighbours(own), ...frames.flatMap((frame) => coverGuests(frame.guests))];
}

/** Declarations with at most an empty line between them are one range: nothing else can stand there. */
function mergeNeighbours(origins: readonly Origin[]): readonly Origin[] {
  const merged: Origin[] = [];
  for (const { uri, range } of origins) {
    const last = merged.at(-1);
    const gap = last?.uri === uri ? range.start.line - last.range.end.line : -1;
    if (last && gap >= 0 && gap <= 2) {
      merged[merged.length - 1] = { uri, range: { start: last.range.start, end: range.end } };
    } else merged.push({ uri, range });
  }
  return merged;
}
