import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability } from '../../lab/index.js';
import { Bench } from './reliability/bench.js';
import { CHANGES, MISTAKES, type Change } from './reliability/change.js';
import { FAULTS, type Fault } from './reliability/fault.js';
import { trialsOf } from './reliability/matrix.js';
import { ARMED } from './reliability/moment.js';
import { applyStalePlan, runTrial, type TrialPlan, type TrialResult } from './reliability/trial.js';

const availability = await labAvailability();
/** Another one each day would be another test each day: `npm run reliability -- --seed` goes on. */
const SEED = Number(process.env.KVMNET_FAULT_SEED ?? 1);

const named = <T extends { readonly name: string }>(all: readonly T[], name: string): T => {
  const found = all.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

/** A sample of the matrix of `npm run reliability`, whose results are in docs/reliability.md. */
describe.skipIf(!availability.available)(
  `a deploy that something happens to${availability.available ? '' : `: ${availability.reason}`}`,
  { timeout: 3_600_000 },
  () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await Bench.open((line) => console.error(line));
    }, 600_000);
    afterAll(() => bench[Symbol.asyncDispose]());

    const change = named(CHANGES, 'nic-to-bond');
    const faultless = (which: Change): TrialPlan => ({
      change: which,
      fault: named(FAULTS, 'none'),
      moment: ARMED,
      delay: 0,
    });
    const attempt = async (fault: Fault): Promise<TrialResult> => {
      if (!bench.referenceOf(change)) await runTrial(bench, faultless(change));
      const steps = bench.referenceOf(change)?.steps ?? 1;
      const [trial = faultless(change)] = trialsOf(
        change,
        steps,
        { seed: SEED, trials: 1, fault: fault.name },
        1,
      );
      return runTrial(bench, trial);
    };

    it('moves the management address to a bond, and says so', async () => {
      const { end, said, broken } = await runTrial(bench, faultless(change));
      expect({ end, said }, broken).toEqual({ end: 'new', said: 'new' });
    });

    it.each(['power-cut', 'nm-kill', 'cut-ssh'])('is whole after %s', async (name) => {
      const { end, moment, delay, broken } = await attempt(named(FAULTS, name));
      expect(broken, `${name} at ${moment} + ${delay} ms ended ${end}:\n${broken ?? ''}`).toBeUndefined();
      expect(['old', 'new']).toContain(end);
    });

    it('comes back from a VLAN that the switch does not carry', async () => {
      const { end, said, broken } = await runTrial(bench, faultless(named(MISTAKES, 'vlan-not-carried')));
      expect({ end, said }, broken).toEqual({ end: 'old', said: 'old' });
    });

    it('refuses a plan when somebody has changed a profile by hand since', async () => {
      expect(await applyStalePlan(bench, change)).toBeUndefined();
    });
  },
);
