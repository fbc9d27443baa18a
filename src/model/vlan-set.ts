/** VLAN ids `first` to `last`, both included. */
export interface VlanRange {
  readonly first: number;
  readonly last: number;
}

/** Sorted, disjoint, not adjacent. */
export type VlanSet = readonly VlanRange[];

/** Ids that IEEE 802.1Q leaves for use: 0 is the priority tag, 4095 is reserved (LINUX: net/8021q/vlan_netlink.c). */
export const isVlanId = (id: number): boolean => Number.isInteger(id) && id >= 1 && id <= 4094;

export function vlanSet(ranges: readonly VlanRange[]): VlanSet {
  const sorted = ranges.filter(({ first, last }) => first <= last).sort((a, b) => a.first - b.first);
  const merged: VlanRange[] = [];
  for (const range of sorted) {
    const previous = merged.at(-1);
    if (previous && range.first <= previous.last + 1) {
      merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) };
    } else merged.push(range);
  }
  return merged;
}

export const singleVlan = (id: number): VlanSet => [{ first: id, last: id }];

export const vlanSetHas = (set: VlanSet, id: number): boolean =>
  set.some(({ first, last }) => first <= id && id <= last);

/** Ids of `a` that `b` lacks. */
export function vlanSetMinus(a: VlanSet, b: VlanSet): VlanSet {
  let rest: VlanRange[] = [...a];
  for (const cut of b) {
    rest = rest.flatMap(({ first, last }) => [
      { first, last: Math.min(last, cut.first - 1) },
      { first: Math.max(first, cut.last + 1), last },
    ]);
    rest = rest.filter(({ first, last }) => first <= last);
  }
  return vlanSet(rest);
}

export function vlanIds(set: VlanSet): readonly number[] {
  return set.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

/** `100-199, 300` */
export const formatVlanSet = (set: VlanSet): string =>
  set.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
