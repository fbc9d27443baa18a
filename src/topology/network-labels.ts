import { formatInterfaceAddress, formatVlanSet } from '../model/index.js';
import type { ElementId, LogicalNetwork, Network, VirtualNetwork } from '../model/index.js';
import { virtualLaneId } from './networks/lanes.js';
import type { LegendEntry, Mark, Tone } from './graph.js';

/**
 * Numbers and letters of networks. Numbers follow the order of declaration, so they are the same in every perspective,
 * on every host and in every run. A network that libvirt makes exists once per host and mostly under one name on all
 * of them: the name has one letter.
 */
export interface NetworkLabels {
  /** The same while every number, letter, tone and name is the same, wherever in the text they are declared. */
  readonly key: string;
  readonly legend: readonly LegendEntry[];
  ofNetwork(id: ElementId): Mark | undefined;
  ofVirtualNetwork(name: string): Mark | undefined;
  /** Of the column of virtual networks of one name. */
  ofLane(id: string): Mark | undefined;
}

const toneOf = (network: LogicalNetwork): Tone => network.roles[0]?.value ?? 'none';

/** 0 → A, 25 → Z, 26 → AA. */
function letter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

export const vlanTextOf = ({ vlan, vlans }: LogicalNetwork): string =>
  vlans ? `VLANs ${formatVlanSet(vlans.value)}` : vlan ? `VLAN ${vlan.value}` : 'untagged';

function summaryOf(network: LogicalNetwork): string {
  const roles = network.roles.map(({ value }) => value).join(', ');
  const subnets = network.subnets.map(({ value }) => formatInterfaceAddress(value));
  return [roles, vlanTextOf(network), ...subnets].filter((part) => part !== '').join(' · ');
}

export function labelNetworks(network: Network): NetworkLabels {
  const numbers = new Map<ElementId, LegendEntry>();
  for (const [index, logical] of network.networks.entries()) {
    numbers.set(logical.id, {
      id: logical.id,
      text: String(index + 1),
      tone: toneOf(logical),
      name: logical.name,
      summary: summaryOf(logical),
      origin: logical.places.name,
    });
  }
  const letters = new Map<string, LegendEntry>();
  for (const host of network.hosts) {
    for (const virtual of host.virtualNetworks) {
      if (virtual.kind === 'bridged' || letters.has(virtual.name)) continue;
      letters.set(virtual.name, {
        text: letter(letters.size),
        tone: 'virtual',
        name: virtual.name,
        summary: summaryOfVirtual(virtual),
        origin: virtual.places.name,
      });
    }
  }
  const mark = (entry: LegendEntry | undefined): Mark | undefined =>
    entry && { text: entry.text, tone: entry.tone };
  const lanes = new Map([...letters].map(([name, entry]) => [virtualLaneId(name), entry]));
  const legend = [...numbers.values(), ...letters.values()];
  return {
    key: JSON.stringify(legend.map(({ id, text, tone, name }) => [id, text, tone, name])),
    legend,
    ofNetwork: (id) => mark(numbers.get(id)),
    ofVirtualNetwork: (name) => mark(letters.get(name)),
    ofLane: (id) => mark(lanes.get(id)),
  };
}

function summaryOfVirtual(virtual: VirtualNetwork): string {
  if (virtual.kind === 'bridged') return '';
  const kind = virtual.kind === 'nat' ? 'NAT' : virtual.kind;
  return [kind, ...virtual.subnets.map(({ value }) => formatInterfaceAddress(value))].join(' · ');
}
