import type { ArtifactKind } from '../../compiler/index.js';
import type { ElementId, Origin } from '../../model/index.js';
import type { Failure } from '../failure.js';
import type { GenerationSummary, PendingTransaction } from '../observe/index.js';

/** `in-sync` and `drift` are about a host that KVMNet has changed before. */
export type HostState = 'in-sync' | 'drift' | 'unreachable' | 'never-deployed';

/** One field in which a host is not as the text says. */
export interface Difference {
  readonly kind: ArtifactKind;
  /** Connection id, libvirt network, `GUEST/NIC`, zone, path. */
  readonly name: string;
  readonly path: string;
  /** What the host has; absent when it has nothing there. */
  readonly found?: string;
  /** What the text says; absent when it says nothing (any more). */
  readonly expected?: string;
  /** `host`: the host has left what was deployed. `text`: the text has changed since, and was not deployed. */
  readonly cause: 'host' | 'text';
  /** What is configured is right; what runs is not. */
  readonly running?: true;
  /** The element of the text that it belongs to. */
  readonly subject?: ElementId;
  /** The line that asks for it; absent when no text does any more. */
  readonly origin?: Origin;
}

/** Why a part of the host cannot be as the text says, or cannot be looked at. */
export type StatusProblem = Omit<Failure, 'details'>;

/** An interface as it is, for pictures. */
export interface LinkState {
  readonly name: string;
  /** A physical NIC, not something that the kernel makes up. */
  readonly nic: boolean;
  readonly up: boolean;
  readonly carrier: boolean;
}

export interface HostStatus {
  /** Name of the host as written in the text. */
  readonly host: string;
  readonly state: HostState;
  /** Of a host that was never deployed to: all that a deploy would bring. */
  readonly differences: readonly Difference[];
  readonly problems: readonly StatusProblem[];
  /** Empty when it was not reached. */
  readonly links: readonly LinkState[];
  /** What was deployed last; absent on a host that was never deployed to, or not reached. */
  readonly generation?: GenerationSummary;
  /** The last generations that the host keeps, newest first. */
  readonly history: readonly GenerationSummary[];
  /** Somebody is changing the host, or died while doing so. */
  readonly lock?: PendingTransaction;
  /** Why it was not reached. */
  readonly failure?: Failure;
}
