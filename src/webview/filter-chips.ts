import type { GraphFilter } from '../topology/index.js';
import type { Chip } from './view/chips.js';
import { LAYER_NAMES } from './view/filter-menu.js';

/** What a filter says, each with a way out of it. */
export function filterChips(filter: GraphFilter, onChange: (filter: GraphFilter) => void): readonly Chip[] {
  const listed = (key: 'hosts' | 'pools' | 'networks' | 'roles', word: string): readonly Chip[] =>
    (filter[key] ?? []).map((name) => ({
      icon: 'filter',
      text: `${word} ${name}`,
      clearLabel: `No longer only ${word} ${name}`,
      onClear: () => onChange({ ...filter, [key]: (filter[key] ?? []).filter((one) => one !== name) }),
    }));
  const hidden = (filter.hidden ?? []).map((layer): Chip => ({
    icon: 'eye-closed',
    text: `without ${LAYER_NAMES[layer]}`,
    clearLabel: `Show ${LAYER_NAMES[layer]} again`,
    onClear: () => onChange({ ...filter, hidden: (filter.hidden ?? []).filter((one) => one !== layer) }),
  }));
  return [
    ...listed('roles', 'role'),
    ...listed('networks', 'network'),
    ...listed('pools', 'pool'),
    ...listed('hosts', 'host'),
    ...hidden,
  ];
}
