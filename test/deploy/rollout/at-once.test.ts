import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/deploy/index.js';

describe('many hosts', () => {
  it('are logged in to eight at a time and looked at many more at a time, and their results keep the order', async () => {
    let [opening, mostOpening, open, mostOpen] = [0, 0, 0, 0];
    const numbers = [...Array(60).keys()];
    const results = await atOnce(numbers, async (number, turn) => {
      mostOpen = Math.max(mostOpen, ++open);
      await turn(async () => {
        mostOpening = Math.max(mostOpening, ++opening);
        await sleep(number % 3);
        opening--;
      });
      await sleep(20);
      open--;
      return number * 2;
    });
    expect(mostOpening).toBe(8);
    expect(mostOpen).toBe(32);
    expect(results).toEqual(numbers.map((number) => number * 2));
  });

  it('give way to the next one when one cannot be logged in to', async () => {
    const ends = await atOnce([...Array(20).keys()], (number, turn) =>
      turn(() => (number < 10 ? Promise.reject(new Error('refused')) : Promise.resolve(number))).catch(
        () => -1,
      ),
    );
    expect(ends).toEqual([...Array(20).keys()].map((number) => (number < 10 ? -1 : number)));
  });
});
