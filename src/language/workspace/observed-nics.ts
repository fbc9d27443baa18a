import type { ObservedNic } from '../../protocol/index.js';

/** The NICs of hosts that somebody has looked at since the server started. Kept in memory only. */
export class ObservedNics {
  private readonly nics = new Map<string, readonly ObservedNic[]>();

  put(folder: string, host: string, nics: readonly ObservedNic[]): void {
    this.nics.set(keyOf(folder, host), nics);
  }

  of(folder: string, host: string): readonly ObservedNic[] {
    return this.nics.get(keyOf(folder, host)) ?? [];
  }
}

const keyOf = (folder: string, host: string): string => JSON.stringify([folder, host]);
