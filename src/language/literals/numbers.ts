import { vlanSet, type VlanRange, type VlanSet } from '../../model/index.js';
import { problem, value, type Literal } from './literal.js';

/** Beyond this a number is no longer exact; nothing in a network is larger. */
const MAX = Number.MAX_SAFE_INTEGER;

/** A whole number without sign. Whether it fits its purpose, the rules say. */
export function whole(what: string, max = MAX, min = 0): Literal<number> {
  return (text) => {
    if (!/^\d{1,16}$/.test(text)) return problem(`'${text}' is no ${what}: a whole number is expected.`);
    const number = Number(text);
    if (number < min) return problem(`${text} is too small for ${what}: at least ${min}.`, String(min));
    return number <= max ? value(number) : problem(`${text} is too large for ${what}: at most ${max}.`);
  };
}

/** As written, 0 and 4095 included: `vlan/id-out-of-range` explains those. */
export const vlanId = whole('VLAN id', 65_535);

function rangeOf(
  text: string,
  number: Literal<number>,
): { readonly first: number; readonly last: number } | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return undefined;
  const first = number(match[1] ?? '');
  const last = number(match[2] ?? match[1] ?? '');
  return 'value' in first && 'value' in last ? { first: first.value, last: last.value } : undefined;
}

/** `13` or `100-199`. */
export const vlanRange: Literal<VlanRange> = (text) => {
  const range = rangeOf(text, vlanId);
  if (!range) return problem(`'${text}' is neither a VLAN id nor a range such as 100-199.`);
  if (range.first > range.last)
    return problem(`The range ${text} runs backwards.`, `${range.last}-${range.first}`);
  return value(range);
};

export const toVlanSet = (ranges: readonly VlanRange[]): VlanSet => vlanSet(ranges);

/** Linux numbers CPUs from 0; no machine that KVM runs on has more (LINUX: CONFIG_NR_CPUS at most 8192). */
const MAX_CPU = 8_191;

/** `2` or `2-5`: numbers of physical CPUs. */
export const cpuRange: Literal<readonly number[]> = (text) => {
  const range = rangeOf(text, whole('CPU number', MAX_CPU));
  if (!range) return problem(`'${text}' is neither a CPU number nor a range such as 2-5.`);
  if (range.first > range.last)
    return problem(`The range ${text} runs backwards.`, `${range.last}-${range.first}`);
  return value(Array.from({ length: range.last - range.first + 1 }, (_, i) => range.first + i));
};

/** A number, or `auto`: as many as the guest has vCPUs. */
export const queueCount: Literal<number | 'auto'> = (text) =>
  text === 'auto' ? value('auto') : whole('number of queues', 65_535)(text);
