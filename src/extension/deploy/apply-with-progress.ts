import { ProgressLocation, window, type LogOutputChannel } from 'vscode';
import { applyPlan, describeProgress, type ApplyOutcome, type Progress } from '../../deploy/index.js';
import { assertNever } from '../../model/index.js';
import type { Planned } from './plan-for.js';
import { tellFailure } from './plan-for.js';

/** What a person does with a plan, as the notifications say it. */
export const DEEDS = {
  deploy: {
    verb: 'Deploy',
    doing: (host: string) => `Deploying to ${host}`,
    done: (host: string, generation: number) => `${host}: deployed, generation ${generation}.`,
  },
  rollback: {
    verb: 'Roll Back',
    doing: (host: string) => `Rolling ${host} back`,
    done: (host: string, generation: number) => `${host}: rolled back, as generation ${generation}.`,
  },
} as const;
export type Deed = (typeof DEEDS)[keyof typeof DEEDS];

export interface ApplyWithProgressOptions {
  readonly deed: Deed;
  readonly author: string;
  /** Seconds. */
  readonly window: number;
}

interface ProgressReport {
  readonly message: string;
  /** Percent that are done now in addition. */
  readonly increment?: number;
}

/**
 * Applies a plan under a notification with countdown. Cancelling undoes what was done; VS Code takes the notification away
 * then, so a second one stays until that has come to its end.
 */
export async function applyWithProgress(
  { plan, session }: Planned,
  { deed, author, window: seconds }: ApplyWithProgressOptions,
  log: LogOutputChannel,
): Promise<void> {
  const { host } = plan;
  const cancellation = new AbortController();
  let tell: (report: ProgressReport) => void = () => undefined;
  let doing = '';
  const onProgress = (progress: Progress): void => {
    if (progress.kind === 'countdown') {
      tell({ message: `${doing} · ${progress.secondsLeft} s left to confirm` });
      return;
    }
    const message = describeProgress(progress);
    log.info(`${host}: ${message}`);
    // The countdown behind it says the rest.
    doing = progress.kind === 'armed' ? 'changing it' : message;
    const increment = progress.kind === 'step' ? { increment: 100 / Math.max(1, progress.total) } : {};
    tell({ message, ...increment });
  };
  const applied = await window.withProgress(
    { location: ProgressLocation.Notification, title: deed.doing(host), cancellable: true },
    (notification, token) => {
      tell = (report) => notification.report(report);
      const applying = applyPlan({
        plan,
        session,
        author,
        window: seconds,
        signal: cancellation.signal,
        onProgress,
      });
      token.onCancellationRequested(() => {
        log.info(`${host}: cancelled`);
        cancellation.abort();
        void window.withProgress(
          { location: ProgressLocation.Notification, title: `Undoing what was done to ${host}` },
          (second) => {
            tell = ({ message }) => second.report({ message });
            return applying;
          },
        );
      });
      return applying;
    },
  );
  if (applied.ok) tellOutcome(host, applied.value, deed, log);
  else tellFailure(host, applied.failure, log);
}

function tellOutcome(host: string, outcome: ApplyOutcome, deed: Deed, log: LogOutputChannel): void {
  const text = outcomeText(host, outcome, deed);
  if (outcome.kind === 'committed' || outcome.kind === 'unchanged') {
    log.info(text);
    void window.showInformationMessage(text);
    return;
  }
  log.error(outcome.kind === 'rolled-back' ? `${text}\n${outcome.log}` : text);
  const show = 'Show Log';
  void window.showErrorMessage(text, show).then((answer) => {
    if (answer === show) log.show();
  });
}

function outcomeText(host: string, outcome: ApplyOutcome, { done }: Deed): string {
  switch (outcome.kind) {
    case 'unchanged':
      return `${host}: no changes.`;
    case 'committed':
      return [done(host, outcome.generation), ...outcome.warnings].join(' ');
    case 'rolled-back':
      return `${host} is on its old configuration${outcome.complete ? '' : ', but for the parts named'}. ${outcome.reason}`;
    case 'unknown':
      return `${host}: ${outcome.reason} ${outcome.nextStep}`;
    default:
      return assertNever(outcome);
  }
}
