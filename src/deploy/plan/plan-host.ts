import { digestOf } from '../digest.js';
import type { SetAside } from '../generation.js';
import { describeLock } from '../present/describe-lock.js';
import type { Draft, Part } from './draft.js';
import { fileSteps } from './file-steps.js';
import { guestRemovals, guestSteps } from './guest-steps.js';
import { managementRefusals } from './management-path.js';
import { networkSteps } from './network-steps.js';
import { observedDigest } from './observed-digest.js';
import type { Notice, Plan, Refusal, Step } from './plan.js';
import type { PlanInput } from './plan-input.js';
import { profileSteps } from './profile-steps.js';
import { windowOf } from './window.js';
import { WorkBuilder } from './work-builder.js';

/**
 * What it takes to bring a host from what it is to what the text says: three-way, between what was committed last, what is
 * wanted, and what was observed. Pure and complete: nothing runs that is not in it.
 */
export function planHost(input: PlanInput): Plan {
  const { observed, compiled, probes = [] } = input;
  const profiles = profileSteps(input);
  const parts: readonly Part[] = [
    fileSteps(input),
    profiles,
    guestRemovals(input),
    networkSteps(input),
    guestSteps(input),
  ];
  const drafts = parts.flatMap((part) => part.drafts);
  const numbers = new Map<Draft['step'], number>(drafts.map(({ step }, at) => [step, at + 1]));
  const builder = new WorkBuilder();
  for (const part of parts) part.work(builder, ({ step }) => numbers.get(step) ?? 0);
  const steps: readonly Step[] = drafts.map(({ step }, at) => ({ number: at + 1, ...step }));
  const { management } = profiles;
  const from = observed.record?.generation ?? 0;
  const to = Math.max(from, ...observed.generations) + 1;
  const content: Omit<Plan, 'digest'> = {
    format: 1,
    host: compiled.name,
    from,
    to,
    steps,
    notices: [...compiled.omissions.map(omissionNotice), ...parts.flatMap((part) => part.notices)],
    refusals: [
      ...hostRefusals(input),
      ...parts.flatMap((part) => part.refusals),
      ...managementRefusals(management, input),
    ],
    management,
    window: windowOf(steps, management, profiles.silence),
    observedDigest: observedDigest(observed),
    work: builder.build({
      format: 1,
      generation: to,
      host: compiled.name,
      artifacts: compiled.artifacts,
      managementAddresses: input.managementAddresses,
      setAside: setAsideAfter(input, drafts, to),
    }),
    ...(probes.length > 0 && { probes }),
  };
  return { ...content, digest: digestOf(content) };
}

const omissionNotice = ({ message, origin }: PlanInput['compiled']['omissions'][number]): Notice => ({
  code: 'left-out',
  message,
  origin,
});

/** What was set aside before and is not given back now, and what this plan sets aside. */
function setAsideAfter(
  { observed, giveBack = [] }: PlanInput,
  drafts: readonly Draft[],
  since: number,
): readonly SetAside[] {
  const given = new Set(giveBack.map(keyOf));
  const former = (observed.record?.setAside ?? []).filter((entry) => !given.has(keyOf(entry)));
  const added = drafts.flatMap(({ setAside }): readonly SetAside[] =>
    setAside ? [{ ...setAside, since }] : [],
  );
  return [...former, ...added.filter((entry) => !former.some((other) => keyOf(other) === keyOf(entry)))];
}

const keyOf = (entry: SetAside): string =>
  `${entry.kind} ${entry.kind === 'profile' ? entry.uuid : entry.name}`;

/** What stands in the way of any change. */
function hostRefusals({ observed, compiled }: PlanInput): readonly Refusal[] {
  const { system, networkManager, pending } = observed;
  const refusals: Refusal[] = [];
  if (!system.root) {
    refusals.push({
      code: 'not-root',
      message: `The login on ${compiled.name} is not root and may not use sudo: profiles could not be read.`,
      nextStep: 'Log in as root, or let sudo run commands for this user.',
      forceable: false,
    });
  }
  if (networkManager.version === undefined) {
    refusals.push({
      code: 'network-manager-not-running',
      message: `NetworkManager does not run on ${compiled.name}.`,
      nextStep:
        'Start it (systemctl enable --now NetworkManager). Hosts that netplan or ifupdown configure are not supported.',
      forceable: false,
    });
  }
  if (pending && !pending.stale) {
    refusals.push({
      code: 'locked',
      message: describeLock(compiled.name, pending),
      nextStep: 'Wait: it ends by confirmation, or by itself when it expires.',
      forceable: false,
    });
  } else if (networkManager.checkpoints > 0) {
    refusals.push({
      code: 'checkpoint',
      message: `Another tool (Cockpit, nmstate) has a checkpoint of NetworkManager open on ${compiled.name}.`,
      nextStep: 'Wait until it has ended: the two would undo each other.',
      forceable: false,
    });
  }
  return refusals;
}
