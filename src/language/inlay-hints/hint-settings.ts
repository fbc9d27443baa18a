import { HINT_KINDS, type HintKind } from './hint.js';

/** Which hints the person wants to see: the settings `kvmnet.inlayHints.…`. */
export class HintSettings {
  private off: ReadonlySet<HintKind> = new Set();

  /** Takes the setting over; what is not `false` is shown. */
  configure(setting: unknown): void {
    const values =
      typeof setting === 'object' && setting !== null ? new Map(Object.entries(setting)) : undefined;
    this.off = new Set(HINT_KINDS.filter((kind) => values?.get(kind) === false));
  }

  wants(kind: HintKind): boolean {
    return !this.off.has(kind);
  }
}
