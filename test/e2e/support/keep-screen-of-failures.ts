import { afterEach } from 'vitest';
import type { Workbench } from './workbench.js';

/** Saves what the window shows whenever a test of this `describe` fails: `test-results/screenshots/failed-….png`. */
export function keepScreenOfFailures(workbench: () => Workbench | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await workbench()?.screenshot(`failed-${task.name.replace(/\W+/g, '-').slice(0, 80)}`);
  });
}
