import type { Edit, Origin } from '../../model/index.js';

/** What can be shown or hidden by itself; also the names of the settings `kvmnet.inlayHints.…`. */
export const HINT_KINDS = ['addresses', 'devices', 'vlans', 'mtus', 'macs', 'queues', 'overrides'] as const;
export type HintKind = (typeof HINT_KINDS)[number];

/** Something that follows from the text and that a reader does not see in it. */
export interface Hint {
  readonly kind: HintKind;
  /** The word that it is shown behind. */
  readonly at: Origin;
  /** Tells several hints of one kind at one word apart, so that those of several hosts can be compared. */
  readonly slot?: string;
  readonly label: string;
  /** What is shown where the hosts of a profile differ: true of all of them. */
  readonly general?: string;
  /** A whole sentence: where it comes from. Plain text. */
  readonly why: string;
  /** The text that decides it. */
  readonly source?: Origin;
  /** Writes it into the text. */
  readonly edit?: Edit;
}
