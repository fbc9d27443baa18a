/** What happens while a plan is applied, as it happens. */
export type Progress =
  /** The host is looked at once more: nothing may have changed since the plan was made. */
  | { readonly kind: 'checking' }
  /** Who was asked before the change and answered counts; `uncounted` says who does not, and why. */
  | { readonly kind: 'probed'; readonly answering: number; readonly uncounted?: string }
  /** From here on the host undoes everything by itself unless the change is confirmed within the window. Seconds. */
  | { readonly kind: 'armed'; readonly window: number }
  | { readonly kind: 'step'; readonly number: number; readonly total: number; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }
  /** `GUEST/NIC` could not be plugged into, or taken from, the running guest: its next power cycle does it. */
  | { readonly kind: 'later'; readonly nic: string; readonly change: 'plug' | 'unplug' }
  | { readonly kind: 'countdown'; readonly secondsLeft: number }
  /** Everything is in force at run time; nothing is permanent. */
  | { readonly kind: 'applied' }
  /** A new connection is tried, to `address` when the host is to be found elsewhere than before. */
  | { readonly kind: 'proving'; readonly attempt: number; readonly address?: string }
  /** The host is compared with the plan; what differs still. */
  | { readonly kind: 'verifying'; readonly differences: readonly string[] }
  /** Who answered before the change is asked again; who does not answer any more. */
  | { readonly kind: 'probing'; readonly silent: readonly string[] }
  | { readonly kind: 'committing' }
  | { readonly kind: 'rolling-back'; readonly reason: string };

/** One line of the engine: a word, then fields behind tabs. */
export interface EngineLine {
  readonly word: string;
  readonly fields: readonly string[];
}

export function parseEngineLine(line: string): EngineLine {
  const [word = '', ...fields] = line.split('\t');
  return { word, fields };
}

/** What the engine keeps, line by line, for whoever listens later. A login shell may say something else before it. */
const KEPT = new Set([
  'armed',
  'step',
  'warning',
  'later',
  'kept',
  'applied',
  'committing',
  'committed',
  'rolling-back',
  'rolled-back',
  'undone-in-part',
]);

export const isKept = ({ word }: EngineLine): boolean => KEPT.has(word);

/** Words after which the engine waits for the client, or is done. */
export type Rest = 'applied' | 'committed' | 'rolled-back' | 'undone-in-part' | 'refused' | 'gone';

export const restOf = ({ word }: EngineLine): Rest | undefined => {
  switch (word) {
    case 'applied':
    case 'committed':
    case 'rolled-back':
    case 'undone-in-part':
    case 'refused':
    case 'gone':
      return word;
    default:
      return undefined;
  }
};

/** undefined for lines that say nothing to a person. */
export function progressOf({ word, fields }: EngineLine, total: number): Progress | undefined {
  const [first = '', second = ''] = fields;
  switch (word) {
    case 'armed':
      return { kind: 'armed', window: Number(first) };
    case 'step':
      // The engine joins its fields with blanks, so that one message stays on one line.
      return {
        kind: 'step',
        number: Number(first.split(' ')[0]),
        total,
        text: first.replace(/^\d+ /, '') || second,
      };
    case 'warning':
      return { kind: 'warning', text: first };
    case 'later':
      return { kind: 'later', nic: first, change: 'plug' };
    case 'kept':
      return { kind: 'later', nic: first, change: 'unplug' };
    case 'tick':
      return { kind: 'countdown', secondsLeft: Math.max(0, Number(first)) };
    case 'applied':
      return { kind: 'applied' };
    case 'committing':
      return { kind: 'committing' };
    case 'rolling-back':
      return { kind: 'rolling-back', reason: first };
    default:
      return undefined;
  }
}
