import { ProgressLocation, window, type LogOutputChannel } from 'vscode';
import { escapedText } from '../../model/index.js';
import {
  applyPlans,
  describeProgress,
  isThere,
  type ApplyPlansOptions,
  type HostEnd,
  type Progress,
  type SavedPlan,
} from '../../deploy/index.js';
import { endText } from './end-text.js';

/** What a person does with a plan, as the notifications say it. */
export const DEEDS = {
  deploy: {
    name: 'deploy',
    verb: 'Deploy',
    doing: (hosts: string) => `Deploying to ${hosts}`,
    done: (host: string, generation: number) => `${host}: deployed, generation ${generation}.`,
  },
  rollback: {
    name: 'rollback',
    verb: 'Roll Back',
    doing: (host: string) => `Rolling ${host} back`,
    done: (host: string, generation: number) => `${host}: rolled back, as generation ${generation}.`,
  },
} as const;
export type Deed = (typeof DEEDS)[keyof typeof DEEDS];

export interface ApplyWithProgressOptions extends Pick<
  ApplyPlansOptions,
  'author' | 'canary' | 'parallel' | 'together' | 'window' | 'probes' | 'force' | 'audit'
> {
  readonly deed: Deed;
  /** Told how far each host is. */
  readonly onHost: (host: string, doing: string) => void;
  readonly onHostEnd: (host: string, isDone: boolean) => void;
  /** How hosts are reached; the work's own signal is added. */
  readonly reach: (signal: AbortSignal) => ApplyPlansOptions['reach'];
}

interface ProgressReport {
  readonly message: string;
  /** Percent that are done now in addition. */
  readonly increment?: number;
}

/**
 * Carries out plans under a notification with countdown. Cancelling undoes what was done on hosts under way; VS Code takes the
 * notification away then, so a second one stays until that has come to its end.
 */
export async function applyWithProgress(
  plans: readonly SavedPlan[],
  { deed, reach, onHost, onHostEnd, ...options }: ApplyWithProgressOptions,
  log: LogOutputChannel,
): Promise<readonly HostEnd[]> {
  const names = plans.map(({ plan }) => plan.host);
  const [only = ''] = names;
  const hosts = names.length === 1 ? escapedText(only) : `${names.length} hosts`;
  const cancellation = new AbortController();
  let tell: (report: ProgressReport) => void = () => undefined;
  const watch = new Watch(names.length, (report) => tell(report), log);
  const ends = await window.withProgress(
    { location: ProgressLocation.Notification, title: deed.doing(hosts), cancellable: true },
    (notification, token) => {
      tell = (report) => notification.report(report);
      const applying = applyPlans(plans, {
        ...options,
        deed: deed.name,
        reach: reach(cancellation.signal),
        signal: cancellation.signal,
        onProgress: (host, progress) => {
          watch.progress(host, progress);
          onHost(host, describeProgress(progress));
        },
        onEnd: (end) => {
          watch.ended(end, deed);
          onHostEnd(end.host, isThere(end));
        },
      });
      token.onCancellationRequested(() => {
        log.info(`${hosts}: cancelled`);
        cancellation.abort();
        void window.withProgress(
          { location: ProgressLocation.Notification, title: `Undoing what was done to ${hosts}` },
          (second) => {
            tell = ({ message }) => second.report({ message });
            return applying;
          },
        );
      });
      return applying;
    },
  );
  return ends;
}

/** Turns what many hosts say into one line. */
class Watch {
  private ends = 0;
  /** What each host is at, the countdown left out. */
  private readonly doing = new Map<string, string>();

  constructor(
    private readonly hosts: number,
    private readonly tell: (report: ProgressReport) => void,
    private readonly log: LogOutputChannel,
  ) {}

  progress(host: string, progress: Progress): void {
    if (progress.kind === 'countdown') {
      this.say(host, `${this.doing.get(host) ?? ''} · ${progress.secondsLeft} s left to confirm`);
      return;
    }
    const message = describeProgress(progress);
    this.log.info(`${escapedText(host)}: ${message}`);
    // The countdown behind it says the rest.
    this.doing.set(host, progress.kind === 'armed' ? 'changing it' : message);
    const isStep = progress.kind === 'step' && this.hosts === 1;
    this.say(host, message, isStep ? 100 / Math.max(1, progress.total) : 0);
  }

  ended(end: HostEnd, deed: Deed): void {
    this.ends++;
    this.doing.delete(end.host);
    if (end.result) this.log.info(endText(end, deed));
    if (this.hosts > 1) this.say(end.host, 'done', 100 / this.hosts);
  }

  private say(host: string, message: string, increment = 0): void {
    const whole =
      this.hosts === 1 ? message : `${this.ends} of ${this.hosts} done · ${escapedText(host)}: ${message}`;
    this.tell({ message: whole, ...(increment > 0 && { increment }) });
  }
}
