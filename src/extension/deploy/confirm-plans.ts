import { window } from 'vscode';
import { escapedText } from '../../model/index.js';
import { describeImpact, type Plan, type Refusal } from '../../deploy/index.js';
import { orderSet, windowOf } from './environment.js';
import { describeOrder } from './rollout-order.js';
import type { Deed } from './apply-with-progress.js';

/** Lines of a dialog that a person still reads. */
const MOST_LINES = 6;

export interface Consent {
  /** Refusals that may be forced are. */
  readonly force: boolean;
}

/** Asks whether plans that change something shall be carried out, and each thing that needs a yes of its own. */
export async function confirmPlans(plans: readonly Plan[], deed: Deed): Promise<Consent | undefined> {
  const refusals = plans.flatMap((plan) => plan.refusals.map((refusal) => ({ plan, refusal })));
  const final = refusals.find(({ refusal }) => !refusal.forceable);
  if (final) {
    void window.showErrorMessage(escapedText(`${final.refusal.message} ${final.refusal.nextStep}`));
    return undefined;
  }
  if (refusals.length > 0 && !(await insists(refusals, deed))) return undefined;
  const takes = plans.flatMap(takenOver);
  const verb = takes.length > 0 ? `Take Over and ${deed.verb}` : deed.verb;
  const answer = await window.showWarningMessage(
    question(plans, deed),
    { modal: true, detail: detail(plans, takes) },
    verb,
  );
  return answer === verb ? { force: refusals.length > 0 } : undefined;
}

interface RefusedPlan {
  readonly plan: Plan;
  readonly refusal: Refusal;
}

/** The offer to insist on all of them, with what it may cost. Cancelling is what the dialog suggests. */
async function insists(refused: readonly RefusedPlan[], { verb }: Deed): Promise<boolean> {
  const [only] = refused;
  const hosts = [...new Set(refused.map(({ plan }) => plan.host))];
  const whom = hosts.join(', ');
  const seconds = Math.max(...refused.map(({ plan }) => windowOf(plan)));
  const anyway = `${verb} Anyway`;
  const answer = await window.showWarningMessage(
    escapedText(
      refused.length === 1 && only
        ? only.refusal.message
        : `${refused.length} things speak against changing ${whom}.`,
    ),
    {
      modal: true,
      detail: [
        ...refused.map(({ refusal: { message, nextStep } }) =>
          refused.length === 1 ? nextStep : `• ${message} ${nextStep}`,
        ),
        '',
        `If you insist, ${whom} ${hosts.length === 1 ? 'is' : 'are'} changed all the same. The change is confirmed over a connection that it may cut: then the host undoes everything after ${seconds} seconds. If it is confirmed, you may later reach it at its console only.`,
      ]
        .map(escapedText)
        .join('\n'),
    },
    anyway,
  );
  return answer === anyway;
}

function question(plans: readonly Plan[], { verb }: Deed): string {
  const count = plans.reduce((sum, { steps }) => sum + steps.length, 0);
  const steps = `${count} step${count === 1 ? '' : 's'}`;
  const [only] = plans;
  return `${verb} ${steps} on ${plans.length === 1 && only ? only.host : `${plans.length} hosts`}?`;
}

const takenOver = ({ host, steps }: Plan): readonly string[] =>
  steps.flatMap(({ action, name }) => (action === 'take-over' ? [escapedText(`${name} on ${host}`)] : []));

function listed(title: string, lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_LINES;
  return [
    title,
    ...lines.slice(0, MOST_LINES).map((line) => `• ${line}`),
    ...(more > 0 ? [`and ${more} more`] : []),
    '',
  ];
}

function detail(plans: readonly Plan[], takes: readonly string[]): string {
  const many = plans.length > 1;
  const impacts = [
    ...new Set(
      plans.flatMap(({ host, steps }) =>
        steps.flatMap((step) =>
          step.impacts.map((impact) => `${many ? `${host}: ` : ''}${describeImpact(impact)}`),
        ),
      ),
    ),
  ];
  const longest = Math.max(...plans.map(windowOf));
  return [
    'The plan is open in the editor.',
    '',
    ...(many
      ? [
          describeOrder(
            plans.map(({ host }) => host),
            orderSet(),
          ),
          '',
        ]
      : []),
    ...(takes.length > 0
      ? listed(
          'Taken over from others; kept on the host and given back by a rollback to generation 0:',
          takes,
        )
      : []),
    ...(impacts.length > 0 ? listed('What will be noticed:', impacts) : ['Nobody will notice.', '']),
    `Unless a new connection confirms it within ${longest} seconds, ${many ? 'each' : 'the'} host undoes everything by itself.`,
  ].join('\n');
}
