import { describe, expect, it } from 'vitest';
import { progressPrinter } from '../../src/cli/progress-text.js';
import type { Progress } from '../../src/deploy/index.js';

/** What is printed of a change to kvm1. */
function printed(...all: readonly Progress[]): string {
  let text = '';
  const print = progressPrinter({ err: (one) => void (text += one) }, 'kvm1');
  for (const progress of all) print(progress);
  return text;
}

const counting = (...seconds: readonly number[]): readonly Progress[] =>
  seconds.map((secondsLeft) => ({ kind: 'countdown', secondsLeft }));

describe('The countdown in a terminal', () => {
  it('is said at each quarter of a minute, or right after it when that number was left out', () => {
    const said = printed({ kind: 'armed', window: 60 }, ...counting(58, 46, 44, 43, 31, 30, 29, 2, 0));
    expect(said.match(/\d+ s left/g)).toEqual(['44 s left', '30 s left', '2 s left', '0 s left']);
  });

  it('is not said again when the host has more time than was thought', () => {
    const said = printed({ kind: 'armed', window: 60 }, ...counting(45, 44, 46, 45, 44, 31, 30));
    expect(said.match(/\d+ s left/g)).toEqual(['45 s left', '30 s left']);
  });
});
