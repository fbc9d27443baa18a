import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/deploy/index.js';

describe('many connections', () => {
  it('are opened eight at a time, and their results keep the order', async () => {
    let [open, most] = [0, 0];
    const results = await atOnce([...Array(30).keys()], async (number) => {
      most = Math.max(most, ++open);
      await sleep(number % 3);
      open--;
      return number * 2;
    });
    expect(most).toBe(8);
    expect(results).toEqual([...Array(30).keys()].map((number) => number * 2));
  });
});
