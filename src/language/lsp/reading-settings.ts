import { HINT_KINDS, type HintKind } from '../inlay-hints/hint.js';

/** What the person wants to see between the lines: `kvmnet.inlayHints.…` and `kvmnet.codeLens.usage`. */
export class ReadingSettings {
  private hidden: ReadonlySet<HintKind> = new Set();
  private usage = true;

  /** Takes the settings over; what is not `false` is shown. */
  configure(inlayHints: unknown, codeLens: unknown): void {
    this.hidden = new Set(HINT_KINDS.filter((kind) => isOff(inlayHints, kind)));
    this.usage = !isOff(codeLens, 'usage');
  }

  showsHints(kind: HintKind): boolean {
    return !this.hidden.has(kind);
  }

  get showsUsage(): boolean {
    return this.usage;
  }
}

const isOff = (section: unknown, name: string): boolean =>
  typeof section === 'object' && section !== null && new Map(Object.entries(section)).get(name) === false;
