import type { Fix } from './edit.js';
import type { ElementId } from './element.js';
import type { Network } from './network.js';
import type { Origin } from './origin.js';

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

/** error: cannot work or is refused · warning: works and hurts · information: advice. */
export type Severity = (typeof SEVERITIES)[number];

export interface Finding {
  /** `topic/kebab-case`; names the rule, its page and its cases. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: Origin;
  readonly related?: readonly { readonly origin: Origin; readonly message: string }[];
  /** The elements it is about, for badges in the picture. */
  readonly subjects?: readonly ElementId[];
  readonly fixes?: readonly Fix[];
  /**
   * Set where something written means nothing, and so is missing in the network: the keyword of the value, or the kind of
   * thing (`device`, `network`) that the unknown name should be.
   */
  readonly unread?: string;
  /** Kinds of `unread` that it may only follow from, wherever in the site they are. */
  readonly restsOn?: readonly string[];
}

declare const checked: unique symbol;

/** A network in which no error stands: the only thing that the compiler takes. */
export type CheckedNetwork = Network & { readonly [checked]: true };

/** Gives the network out as checked when no finding is an error; undefined otherwise. */
export function checkedNetwork(network: Network, findings: readonly Finding[]): CheckedNetwork | undefined {
  const clean = findings.every(({ severity }) => severity !== 'error');
  return clean ? (network as CheckedNetwork) : undefined;
}
