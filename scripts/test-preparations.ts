import { repositoryRoot } from './repository.js';
import { lastLines, runCommand } from './run-command.js';
import { labCommand } from './running-lab.js';
import { setUpChromium } from './set-up-chromium.js';
import { setUpEditor } from './set-up-editor.js';
import { setUpPrograms } from './set-up-programs.js';
import { ready, unavailable, type Progress, type SetUp } from './set-up.js';

/** What the suites on real parts need, made ready beside the steps that need nothing. */
export interface Preparations {
  readonly editor: Promise<SetUp<unknown>>;
  readonly lab: Promise<SetUp<unknown>>;
  /** When nothing is under way any more. Tests with time limits wait for it: there may be two cores for everything. */
  readonly settled: Promise<unknown>;
}

/** One after the other, because two of them may run apt. */
export function prepare(
  wanted: { readonly programs: boolean; readonly editor: boolean; readonly lab: boolean },
  progress: Progress,
): Preparations {
  const nothing = Promise.resolve(ready(undefined));
  const programs = wanted.programs ? setUpPrograms(progress) : nothing;
  const editor = programs.then(() => (wanted.editor ? prepareEditor(progress) : nothing));
  const lab = wanted.lab ? editor.then(() => prepareLab(progress)) : nothing;
  return { editor, lab, settled: Promise.allSettled([programs, editor, lab]) };
}

async function prepareEditor(progress: Progress): Promise<SetUp<unknown>> {
  const chromium = await setUpChromium(progress);
  return chromium.kind === 'unavailable' ? chromium : setUpEditor(progress);
}

/** Exit code of the lab's commands where this machine cannot do what was asked; others are failures. */
const labRefuses = 2;

async function prepareLab(progress: Progress): Promise<SetUp<unknown>> {
  progress('Lab: build the hosts, if nobody has …');
  const build = await runCommand([...labCommand, 'build'], { cwd: repositoryRoot });
  if (build.code === 0) {
    progress('Lab: ready.');
    return ready(undefined);
  }
  if (build.code === labRefuses) return unavailable(lastLines(build.output), '');
  throw new Error(`The lab could not be built:\n${lastLines(build.output)}`);
}
