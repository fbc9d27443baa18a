import { nameOfId, sameOrigin, type Element, type Origin } from '../../model/index.js';
import { listed } from '../hover/describe.js';
import { idOf, type Contact, type Layer } from './stack.js';

/** More hosts of a profile say nothing new. */
const MOST_HOSTS = 100;

/** The same words on several hosts. */
export interface Group {
  readonly first: Layer;
  readonly layers: readonly Layer[];
  readonly said: readonly Origin[];
}

/** Contacts put together where they are said by the same words, those of one name in a row. */
export function groupsOf(contacts: readonly Contact[]): readonly Group[] {
  const groups = new Map<string, { first: Layer; layers: Layer[]; said: Origin[] }>();
  for (const { layer, said } of contacts) {
    const { name, places } = elementOf(layer);
    const { uri, range } = places.name;
    const key = JSON.stringify([layer.kind, name, uri, range.start]);
    const group = groups.get(key);
    if (!group) groups.set(key, { first: layer, layers: [layer], said: [...said] });
    else {
      const known = new Set(group.layers.map(idOf));
      if (!known.has(idOf(layer)) && group.layers.length < MOST_HOSTS) group.layers.push(layer);
      group.said.push(...said.filter((origin) => !group.said.some((other) => sameOrigin(origin, other))));
    }
  }
  const rank = new Map<string, number>();
  for (const { first } of groups.values()) if (!rank.has(nameOf(first))) rank.set(nameOf(first), rank.size);
  const rankOf = ({ first }: Group): number => rank.get(nameOf(first)) ?? rank.size;
  return [...groups.values()].sort((one, other) => rankOf(one) - rankOf(other));
}

const nameOf = (layer: Layer): string => `${layer.kind} ${elementOf(layer).name}`;

export function elementOf(layer: Layer): Element {
  switch (layer.kind) {
    case 'device':
      return layer.device;
    case 'network':
    case 'virtual-network':
      return layer.network;
    case 'guest-nic':
      return layer.nic;
  }
}

/** `vlan on kvm1, kvm2, follows from tenant` */
export function detailOf({ first, layers }: Group): string {
  const hosts = listed(layers.flatMap((layer) => ('host' in layer ? [layer.host.name] : []))) ?? '';
  switch (first.kind) {
    case 'device': {
      const { kind, derived } = first.device;
      return `${kind} on ${hosts}${derived ? `, follows from ${nameOfId(derived.network)}` : ''}`;
    }
    case 'network':
      return 'network';
    case 'virtual-network':
      return `${first.network.kind} network on ${hosts}`;
    case 'guest-nic':
      return `nic of guest ${first.guest.name}`;
  }
}
