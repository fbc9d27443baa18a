import { problem, value, type Literal, type Reading } from './literal.js';

interface Quantity {
  readonly what: string;
  readonly example: string;
  /** How many of the resulting unit one of these is. */
  readonly units: Readonly<Record<string, number>>;
  /** Usual ways to write a unit that are not ours. */
  readonly misspelt: Readonly<Record<string, string>>;
  /** The unit of a number without one; undefined when it must be written. */
  readonly plain?: number;
}

function quantity({ what, example, units, misspelt, plain }: Quantity): Literal<number> {
  return (text): Reading<number> => {
    const match = /^(\d{1,12}(?:\.\d{1,6})?)\s*(\S*)$/.exec(text);
    if (!match) return problem(`'${text}' is not ${what}; it is written like ${example}.`);
    const [, digits = '', unit = ''] = match;
    const factor = unit === '' ? plain : Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (factor === undefined) return problemOfUnit(digits, unit);
    const result = Number(digits) * factor;
    return Number.isInteger(result) ? value(result) : problem(`${text} is too fine for ${what}.`);
  };

  function problemOfUnit(digits: string, unit: string): Reading<number> {
    const known = Object.keys(units).join(', ');
    if (unit === '') return problem(`${digits} needs a unit to be ${what}: ${known}.`);
    const meant = Object.hasOwn(misspelt, unit) ? misspelt[unit] : undefined;
    return problem(
      `'${unit}' is no unit of ${what}; known are ${known}.`,
      meant === undefined ? undefined : `${digits} ${meant}`,
    );
  }
}

/** Bits per second. */
export const rate = quantity({
  what: 'a rate',
  example: '100 Mbit/s',
  units: { 'bit/s': 1, 'Kbit/s': 1e3, 'kbit/s': 1e3, 'Mbit/s': 1e6, 'Gbit/s': 1e9, 'Tbit/s': 1e12 },
  misspelt: {
    bps: 'bit/s',
    kbps: 'Kbit/s',
    Kbps: 'Kbit/s',
    Mbps: 'Mbit/s',
    Gbps: 'Gbit/s',
    kbit: 'Kbit/s',
    Kbit: 'Kbit/s',
    Mbit: 'Mbit/s',
    Gbit: 'Gbit/s',
  },
});

/** Bytes. */
export const size = quantity({
  what: 'a size',
  example: '64 KiB',
  units: { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
  misspelt: { K: 'KiB', kB: 'KiB', KB: 'KiB', MB: 'MiB', GB: 'GiB', bytes: 'B', byte: 'B' },
});

const MISSPELT_TIMES = { sec: 's', secs: 's', second: 's', seconds: 's', msec: 'ms', m: 'min' };

/** Milliseconds; a plain number counts them. */
export const milliseconds = quantity({
  what: 'a time',
  example: '100 ms',
  units: { ms: 1, s: 1_000, min: 60_000 },
  misspelt: MISSPELT_TIMES,
  plain: 1,
});

/** Seconds; a plain number counts them. */
export const seconds = quantity({
  what: 'a time',
  example: '15 s',
  units: { ms: 1 / 1_000, s: 1, min: 60 },
  misspelt: MISSPELT_TIMES,
  plain: 1,
});
