import { comparePositions, type NetworkIndex, type Origin, type Position } from '../../model/index.js';
import {
  deviceFacts,
  guestFacts,
  guestNicFacts,
  hostFacts,
  networkFacts,
  virtualNetworkFacts,
  type Fact,
} from './describe.js';
import { code, escapeText } from './markdown.js';

/** Something that a hover can be about, in the words of the language. */
export interface Subject {
  /** `bond kvm1.bond0` */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly documentation?: string;
}

const within = ({ range }: Origin, position: Position): boolean =>
  comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;

/**
 * What is declared at the place, or follows from what is written there: a profile's bond stands for the bond of each host, a
 * name after `carries` for the devices that follow from it.
 */
export function subjectsAt(index: NetworkIndex, uri: string, position: Position): readonly Subject[] {
  const here = (origin: Origin): boolean => origin.uri === uri && within(origin, position);
  const { networks, hosts, guests } = index.network;
  const subjects: Subject[] = [];
  const add = (title: string, facts: readonly Fact[], documentation: string | undefined): void => {
    subjects.push({ title, facts, ...(documentation !== undefined && { documentation }) });
  };
  for (const network of networks)
    if (here(network.places.name))
      add(`network ${network.name}`, networkFacts(network, index), network.documentation);
  for (const host of hosts) {
    if (here(host.places.name)) add(`host ${host.name}`, hostFacts(host, index), host.documentation);
    for (const device of host.devices)
      if (here(device.places.name))
        add(`${device.kind} ${host.name}.${device.name}`, deviceFacts(device, index), device.documentation);
    for (const network of host.virtualNetworks)
      if (network.kind !== 'bridged' && here(network.places.name))
        add(
          `${network.kind} ${host.name}.${network.name}`,
          virtualNetworkFacts(network),
          network.documentation,
        );
  }
  for (const guest of guests) {
    if (here(guest.places.name)) add(`guest ${guest.name}`, guestFacts(guest), guest.documentation);
    for (const nic of guest.nics)
      if (here(nic.places.name)) add(`nic ${guest.name}.${nic.name}`, guestNicFacts(nic), nic.documentation);
  }
  return subjects;
}

/** More would not be read. */
const MOST = 3;

/** Names come from files, so that they are set as code: nothing in them is Markdown. */
export function hoverMarkdown(subjects: readonly Subject[]): string {
  const shown = subjects.slice(0, MOST).map(subjectMarkdown);
  const more = subjects.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more like it`] : [])].join('\n\n---\n\n');
}

function subjectMarkdown({ title, facts, documentation }: Subject): string {
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`| ${name} | ${code(value)} |`],
  );
  const table = rows.length === 0 ? [] : ['| | |', '|---|---|', ...rows];
  return [
    `**${code(title)}**`,
    '',
    ...(documentation === undefined ? [] : [escapeText(documentation), '']),
    ...table,
  ].join('\n');
}
