import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabHost } from '../../../lab/index.js';
import { announcedIn } from './announced.js';
import type { Bench } from './bench.js';
import type { Change } from './change.js';
import type { Client, ClientEnd, Said } from './client.js';
import type { Fault } from './fault.js';
import { difference, digestOfState, NOT_LET_GO, OF_RUNNING_GUESTS, readState } from './host-state.js';
import type { Moment } from './moment.js';
import { readGaps, type Gaps, type Probe } from './traffic.js';

export interface TrialPlan {
  readonly change: Change;
  readonly fault: Fault;
  readonly moment: Moment;
  /** After the moment. Milliseconds. */
  readonly delay: number;
}

/** Where the host is in the end. */
export type HostEnd = 'old' | 'new' | 'in between' | 'unreachable';

export interface TrialResult {
  readonly change: string;
  readonly fault: string;
  readonly moment: string;
  readonly delay: number;
  readonly end: HostEnd;
  /** SHA-256 of what was observed, first digits. */
  readonly digest: string;
  readonly said: Said;
  /** Longest times without an answer, seconds; not after a reboot or a jump of the clock. */
  readonly gaps: Partial<Gaps>;
  /** Seconds that the plan has said. */
  readonly announced: Readonly<Record<Probe, number>>;
  /** A running guest has a NIC, without link, that it did not let go. */
  readonly notLetGo?: true;
  /** Why it does not hold what is promised; absent when it does. */
  readonly broken?: string;
  readonly seconds: number;
}

/** Longer than any window and the undoing after it. Seconds. */
const PATIENCE = 1200;

export async function runTrial(bench: Bench, trial: TrialPlan): Promise<TrialResult> {
  const { change, fault, moment, delay } = trial;
  const begun = Date.now();
  const reference = bench.referenceOf(change);
  // One that a fault has gone into would judge all that follow.
  if (!reference && fault.name !== 'none')
    throw new Error(
      `What ${change.name} comes to is not known: its trial without a fault has to succeed first.`,
    );
  const { state: old } = await bench.restore(change.start);
  const { host } = bench;
  await armFault(host, trial);
  const client = await bench.start(change, windowFor(trial));
  const other = await injectAtClient(bench, client, trial);
  const end = await client.end();
  const base = {
    change: change.name,
    fault: fault.name,
    moment: moment.name,
    delay,
    said: end.said,
    gaps: {},
    announced: announcedIn(end.output),
  };
  const seconds = (): number => Math.round((Date.now() - begun) / 1000);
  if (!(await untilSettled(host))) {
    const broken = `the host did not come back:\n${end.output}`;
    return { ...base, end: 'unreachable', digest: '', broken, seconds: seconds() };
  }
  if (fault.repair !== undefined) await host.run(fault.repair);
  const rebooted = fault.reboots === true;
  const gaps = rebooted || fault.name.startsWith('clock-') ? {} : await readGaps(host, probesOf(change));
  const without = [...(fault.spoils ?? []), NOT_LET_GO];
  const wanted = reference ? [old, reference.state] : [old];
  const found =
    reference || change.ends === 'old' ? await bench.settledState(wanted, without) : await bench.calmState();
  const isOld = difference(old, found, without).length === 0;
  const isNew = reference
    ? difference(reference.state, found, without).length === 0
    : change.ends === 'new' && !isOld && end.said === 'new';
  if (!reference && isNew) bench.learn(change, { steps: stepsIn(end.output), state: found });
  const where: HostEnd = isOld ? 'old' : isNew ? 'new' : 'in between';
  const complaint =
    where === 'in between'
      ? `old:\n${difference(old, found, without).join('\n')}\nnew:\n${reference ? difference(reference.state, found, without).join('\n') : 'not known'}`
      : complaintOf(trial, where, end.said, other);
  const broken = complaint && `${complaint}\n${end.output}\n${await engineLog(host)}`;
  return {
    ...base,
    end: where,
    digest: digestOfState(found),
    gaps,
    seconds: seconds(),
    ...(found.some((line) => line.startsWith(NOT_LET_GO)) && { notLetGo: true }),
    ...(broken !== undefined && { broken }),
  };
}

/** Where only the guard can end it, there is no need to wait long for it. Seconds. */
const windowFor = ({ change, fault }: TrialPlan): number | undefined =>
  fault.waitsForGuard || change.ends === 'old' ? 150 : undefined;

/** What was said is what is; what had to be refused was refused. */
function complaintOf(
  { change, fault }: TrialPlan,
  end: HostEnd,
  said: Said,
  other: ClientEnd | undefined,
): string | undefined {
  if (said === 'new' && end !== 'new') return 'it was said to be on the new configuration';
  if ((said === 'old' || said === 'refused') && end !== 'old')
    return `it was said to be on the old configuration`;
  const expected = change.ends === 'old' ? 'old' : fault.ends;
  if (expected !== undefined && end !== expected) return `it should have ended ${expected}`;
  if (fault.name === 'none' && said !== end) return `it was not said to be ${end}`;
  if (said === 'something else') return 'it was not said how the host is';
  if (said === 'unknown' && !fault.blinds) return 'the tool did not find out how the host is';
  if (said === 'nothing' && fault.action !== 'kill') return 'nothing was said';
  if (other && !other.output.includes('is locked by')) return `the second was not refused: ${other.output}`;
  return undefined;
}

/** The host waits for the moment by itself: no connection is needed when it comes. */
async function armFault(host: LabHost, { fault, moment, delay }: TrialPlan): Promise<void> {
  if (typeof fault.action === 'string') return;
  if (fault.at === 'before') {
    await host.run(fault.action.script);
    return;
  }
  const script = [
    // The progress of the deploy that prepared the host is kept with it: its moments are long past.
    'rm -rf /run/kvmnet/*/',
    `until ${moment.host}; do sleep 0.03; done`,
    `sleep ${(delay / 1000).toFixed(3)}`,
    'touch /run/fault-happened',
    fault.action.script,
  ].join('\n');
  await host.run('cat >/run/fault.sh; systemd-run -q --collect --unit=fault sh /run/fault.sh', {
    stdin: `${script}\n`,
  });
}

async function injectAtClient(
  bench: Bench,
  client: Client,
  { change, fault, moment, delay }: TrialPlan,
): Promise<ClientEnd | undefined> {
  if (fault.at !== 'client' || !(await client.until(moment.client))) return undefined;
  await sleep(delay);
  switch (fault.action) {
    case 'kill':
      client.kill();
      return undefined;
    case 'cancel':
      client.cancel();
      return undefined;
    case 'cut':
      bench.relay.cut(6_000);
      return undefined;
    case 'stall':
      bench.relay.stall(20_000);
      return undefined;
    case 'impostor': {
      bench.relay.redirect(bench.lab.host('kvm2').sshPort);
      await client.end();
      bench.relay.redirect(bench.host.sshPort);
      return undefined;
    }
    case 'second-client':
      return bench.run(change);
    default:
      return undefined;
  }
}

const probesOf = ({ disconnects = [] }: Change): readonly Probe[] =>
  (['management', 'tenant', 'nat'] as const).filter(
    (probe) => probe === 'management' || !disconnects.includes(probe),
  );

const stepsIn = (output: string): number =>
  Math.max(0, ...[...output.matchAll(/: \[\d+\/(\d+)\]/g)].map(([, total]) => Number(total)));

/** A fresh login works, and nothing of the transaction, nor of the fault, is under way any more. */
async function untilSettled(host: LabHost): Promise<boolean> {
  const deadline = Date.now() + PATIENCE * 1000;
  const calm = `
    [ ! -e /var/lib/kvmnet/pending ] || exit 1
    [ -e /run/fault-happened ] || systemctl stop fault 2>/dev/null
    ! systemctl -q is-active kvmnet-apply kvmnet-commit kvmnet-guard.service fault || exit 1
    [ "$(systemctl is-system-running)" != starting ]`;
  while (Date.now() < deadline) {
    // A login costs an emulated host a second or two: only the last one has to be a fresh one.
    const { code } = await host.exec(calm, { timeout: 60 });
    if (code === 0 && (await host.exec(['true'], { newConnection: true, timeout: 90 })).code === 0)
      return true;
    await sleep(4000);
  }
  return false;
}

async function engineLog(host: LabHost): Promise<string> {
  const { stdout } = await host.exec(
    'cat /var/lib/kvmnet/last/log; journalctl -q -b -u kvmnet-* -u NetworkManager -n 60 --no-pager',
  );
  return stdout;
}

/** A profile is changed by hand between the plan and its application: the plan is refused, and the hand's work stays. */
export async function applyStalePlan(bench: Bench, change: Change): Promise<string | undefined> {
  await bench.restore(change.start);
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-stale-'));
  await writeFile(join(folder, 'site.kvmnet'), change.after);
  await bench.command(folder, ['plan', '.', '--host', 'kvm1', '--out', 'plan.json']);
  await bench.host.run('nmcli connection modify bond0.11 ipv4.route-metric 777');
  const before = await readState(bench.host);
  const { said, output } = await bench.command(folder, ['apply', 'plan.json', '--yes']);
  const changed = difference(before, await readState(bench.host), OF_RUNNING_GUESTS);
  if (said !== 'refused' || !output.includes('has changed since the plan was made'))
    return `It was not refused: ${output}`;
  return changed.length === 0 ? undefined : `The host was changed: ${changed.join('\n')}`;
}
