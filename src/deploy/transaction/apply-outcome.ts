/** What became of a plan. The host is always said to be on its old or on its new configuration. */
export type ApplyOutcome =
  /** There was nothing to do. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'committed'; readonly generation: number; readonly warnings: readonly string[] }
  /** The host is on its old configuration. */
  | {
      readonly kind: 'rolled-back';
      readonly reason: string;
      /** What the host's engine did and was told, last lines. */
      readonly log: string;
      /** Parts that could not be undone, which is said in the reason. */
      readonly complete: boolean;
    }
  /** The host cannot be reached, and has had the time to undo everything by itself. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly nextStep: string };
