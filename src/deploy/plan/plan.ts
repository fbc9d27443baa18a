import type { ArtifactKind, FieldChange } from '../../compiler/index.js';
import type { Failure } from '../failure.js';
import type { GenerationRecord } from '../generation.js';
import type { ElementId, Origin } from '../../model/index.js';
import type { Probe } from './probes.js';

/**
 * What one host needs, field by field and in order. Plain JSON: what a person has read and confirmed is what is sent, byte for
 * byte (`work`), whether it is applied now or from a file.
 */
export interface Plan {
  readonly format: 1;
  /** Name of the host as written in the text. */
  readonly host: string;
  /** Generation that the host is on; 0 when KVMNet has never changed it. */
  readonly from: number;
  /** Generation that the commit makes. */
  readonly to: number;
  /** Empty: the host is as the text says, on disk and running. */
  readonly steps: readonly Step[];
  readonly notices: readonly Notice[];
  /** Why it is not applied as it is. */
  readonly refusals: readonly Refusal[];
  readonly management: ManagementPath;
  /** Seconds until the host undoes everything by itself unless the change is confirmed. */
  readonly window: number;
  /** SHA-256 of what the plan relies on; the plan is stale when the host has another. */
  readonly observedDigest: string;
  readonly work: Work;
  /** Who may be asked before and after the change; absent: nobody, as in a rollback and in files of earlier versions. */
  readonly probes?: readonly Probe[];
  /** SHA-256 of all of the above. */
  readonly digest: string;
}

export interface Step {
  readonly number: number;
  readonly kind: ArtifactKind;
  /** Connection id, libvirt network, `GUEST/NIC`, zone, path. */
  readonly name: string;
  readonly action: StepAction;
  /** `drift`: the text has not changed, the host has. */
  readonly cause: 'text' | 'drift';
  readonly changes: readonly PlannedChange[];
  readonly subject?: ElementId;
  /** The text that asks for it; absent when no text does any more. */
  readonly origin?: Origin;
  readonly impacts: readonly Impact[];
  /** How it is undone, in one sentence. */
  readonly undo: string;
}

/** `take-over`: something that KVMNet did not make is in the way and is set aside, to be given back by `rollback --to 0`. */
export type StepAction = 'add' | 'change' | 'remove' | 'take-over' | 'give-back';

export interface PlannedChange extends FieldChange {
  readonly origin?: Origin;
  /** It is the running state that differs, not what is configured. */
  readonly running?: true;
}

/** What somebody will notice. No impact at all is an empty list. */
export type Impact =
  | { readonly kind: 'link-flap'; readonly device: string; readonly seconds: number }
  /** Without seconds: until somebody attaches it elsewhere. */
  | {
      readonly kind: 'guest-network';
      readonly guest: string;
      readonly network: string;
      readonly seconds?: number;
    }
  | { readonly kind: 'carries-connection'; readonly device: string; readonly seconds: number }
  | { readonly kind: 'guest-power-cycle'; readonly guest: string }
  | { readonly kind: 'firewall-reload' };

export interface Notice {
  /** `kebab-case`, stable. */
  readonly code: string;
  readonly message: string;
  readonly origin?: Origin;
}

export interface Refusal extends Failure {
  /** Whether a person may insist. */
  readonly forceable: boolean;
}

/** How this tool reaches the host, now and after the change. Devices from the one with the address down to the NICs. */
export interface ManagementPath {
  /** The address of the host that the session came to. */
  readonly address?: string;
  readonly client?: string;
  readonly before: readonly string[];
  /** Empty when nothing has the session's address afterwards. */
  readonly after: readonly string[];
  /** Addresses of the `management` networks that the host will have. */
  readonly addressesAfter: readonly string[];
  /** For so long nothing is heard of the host, because what its way goes through begins anew. Seconds; absent: not at all. */
  readonly silence?: number;
  /** Where the change is proved, when not at the session's own address. */
  readonly proveAt?: string;
}

/** What the host's engine is sent: lists of its verbs, and the texts that they refer to. */
export interface Work {
  /** Lines of `profiles`, `files` and the five lists, as the engine reads them (src/deploy/host-scripts). */
  readonly profiles: readonly Line[];
  readonly files: readonly Line[];
  readonly apply: readonly Line[];
  readonly undo: readonly Line[];
  readonly persist: readonly Line[];
  readonly unpersist: readonly Line[];
  /** What cannot be undone, and is not needed for the new configuration to be whole: done once that is certain. */
  readonly afterwards: readonly Line[];
  /** By name inside the bundle: `data/1`. */
  readonly data: Readonly<Record<string, string>>;
  /** What the record of the new generation says; author, time and digest are added when it is applied. */
  readonly record: Omit<GenerationRecord, 'author' | 'at' | 'planDigest'>;
}

/** Fields of one line. */
export type Line = readonly string[];
