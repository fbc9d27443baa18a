/**
 * Milliseconds. A loaded two-core machine needs up to 12 s for an editor and 21 s for a webview; these are the limits
 * after which something is broken, not slow.
 */
export const limits = {
  /** A page, an editor, a webview, a finding. */
  appears: 90_000,
  /** What follows from a command at once, or not at all. */
  settles: 1_000,
  /** What may need a second try, before that. */
  retry: 5_000,
  /** A whole run inside the extension host. */
  extensionHostRun: 170_000,
} as const;
