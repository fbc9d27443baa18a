import { EventEmitter, type Disposable, type Event } from 'vscode';
import type { Difference, GenerationSummary, HostStatus } from '../../deploy/index.js';

/** What the window knows of a host, with the sentences that it shows: made where the deploying code is loaded. */
export interface ShownStatus {
  readonly status: HostStatus;
  /** `in sync`, `drift`, `unreachable`, `never deployed`. */
  readonly state: string;
  readonly differences: readonly { readonly difference: Difference; readonly text: string }[];
  readonly lock?: string;
  readonly checkedAt: Date;
}

/** Of many hosts some wait for their turn, and some have come to their end before the others. */
export type Activity =
  'checking' | 'planning' | 'waiting' | 'deploying' | 'rolling back' | 'done' | 'not done';

export interface HostEntry {
  readonly shown?: ShownStatus;
  readonly activity?: Activity;
  /** How far that is. */
  readonly progress?: string;
  /** The text has changed since it was looked at. */
  readonly outdated: boolean;
}

export interface StatusChange {
  /** URI of the folder of the site. */
  readonly folder: string;
  readonly host: string;
}

const UNKNOWN: HostEntry = { outdated: false };

/** What this window last saw of each host. Nothing is kept longer than the window. */
export class HostStatuses implements Disposable {
  private readonly changed = new EventEmitter<StatusChange>();
  readonly onDidChange: Event<StatusChange> = this.changed.event;
  private readonly folders = new Map<string, Map<string, HostEntry>>();

  of(folder: string, host: string): HostEntry {
    return this.folders.get(folder)?.get(host) ?? UNKNOWN;
  }

  /** Hosts of a folder that something is known of. */
  entries(folder: string): readonly (readonly [string, HostEntry])[] {
    return [...(this.folders.get(folder) ?? [])];
  }

  know(folder: string, host: string, shown: ShownStatus): void {
    const { activity, progress } = this.of(folder, host);
    const doing = { ...(activity && { activity }), ...(progress !== undefined && { progress }) };
    this.put(folder, host, { shown, outdated: false, ...doing });
  }

  /** Shows what is being done to a host until the work has ended. */
  async during<T>(
    folder: string,
    hosts: readonly string[],
    activity: Activity,
    work: () => Promise<T>,
  ): Promise<T> {
    for (const host of hosts) this.put(folder, host, { ...this.of(folder, host), activity, progress: '' });
    try {
      return await work();
    } finally {
      for (const host of hosts) {
        const { shown, outdated } = this.of(folder, host);
        this.put(folder, host, { outdated, ...(shown && { shown }) });
      }
    }
  }

  /** How far the work on a host is; nothing when no work is under way. */
  say(folder: string, host: string, activity: Activity, progress = ''): void {
    const entry = this.of(folder, host);
    if (entry.activity) this.put(folder, host, { ...entry, activity, progress });
  }

  /** The text says something else now: what was found out stays, and is called old. */
  textChanged(folder: string): void {
    for (const [host, entry] of this.entries(folder)) {
      if (entry.shown && !entry.outdated) this.put(folder, host, { ...entry, outdated: true });
    }
  }

  dispose(): void {
    this.changed.dispose();
  }

  private put(folder: string, host: string, entry: HostEntry): void {
    const hosts = this.folders.get(folder) ?? new Map<string, HostEntry>();
    this.folders.set(folder, hosts);
    hosts.set(host, entry);
    this.changed.fire({ folder, host });
  }
}

/** Newest first. */
export const historyOf = ({ shown }: HostEntry): readonly GenerationSummary[] => shown?.status.history ?? [];
