import { describe, expect, it } from 'vitest';
import { rollOut, startable, type RolloutHost, type RolloutOrder } from '../../../src/deploy/index.js';

const host = (name: string, ...apart: readonly string[]): RolloutHost => ({ host: name, apart });
const five = ['a', 'b', 'c', 'd', 'e'].map((name) => host(name));

/** Runs a rollout whose hosts end in rounds: what is under way is seen, then all of it ends. */
async function rounds(
  hosts: readonly RolloutHost[],
  order: RolloutOrder,
  outcome: (name: string) => 'done' | 'failed' = () => 'done',
  cancelAfter = Number.POSITIVE_INFINITY,
): Promise<{ readonly seen: readonly string[]; readonly ends: readonly string[] }> {
  const cancellation = new AbortController();
  const seen: string[] = [];
  let under: { readonly name: string; readonly end: () => void }[] = [];
  const rolling = rollOut(
    hosts,
    order,
    ({ host: name }) => new Promise((resolve) => under.push({ name, end: () => resolve(outcome(name)) })),
    cancellation.signal,
  );
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (under.length === 0) break;
    const round = under;
    under = [];
    seen.push(round.map(({ name }) => name).join(' '));
    if (seen.length >= cancelAfter) cancellation.abort();
    for (const { end } of round) end();
  }
  return { seen, ends: await rolling };
}

describe('a rollout', () => {
  it('sends the first host alone, then as many as it may', async () => {
    expect((await rounds(five, { parallel: 2 })).seen).toEqual(['a', 'b c', 'd e']);
  });

  it('sends the canary alone, wherever it stands', async () => {
    expect((await rounds(five, { parallel: 3, canary: 'd' })).seen).toEqual(['d', 'a b c', 'e']);
  });

  it('begins with the first host when the canary has nothing to do', async () => {
    expect((await rounds(five, { parallel: 9, canary: 'not among them' })).seen).toEqual(['a', 'b c d e']);
  });

  it('stops after a canary that fails', async () => {
    const { seen, ends } = await rounds(five, { parallel: 4 }, () => 'failed');
    expect(seen).toEqual(['a']);
    expect(ends).toEqual(['failed', 'waiting', 'waiting', 'waiting', 'waiting']);
  });

  it('begins nothing after the first failure, and waits for those under way', async () => {
    const { seen, ends } = await rounds(five, { parallel: 2 }, (name) => (name === 'b' ? 'failed' : 'done'));
    expect(seen).toEqual(['a', 'b c']);
    expect(ends).toEqual(['done', 'failed', 'done', 'waiting', 'waiting']);
  });

  it('begins nothing once it is cancelled, and waits for those under way', async () => {
    const { seen, ends } = await rounds(five, { parallel: 2 }, () => 'failed', 1);
    expect(seen).toEqual(['a']);
    expect(ends).toEqual(['failed', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect((await rounds(five, { parallel: 2 }, () => 'done', 2)).ends).toEqual([
      ...['done', 'done', 'done', 'waiting', 'waiting'],
    ]);
  });

  it('never has two members of a heartbeat under way, and goes on with hosts outside of it', async () => {
    const cluster = [host('a', 'x'), host('b', 'x'), host('c', 'x', 'y'), host('d', 'y'), host('e')];
    expect((await rounds(cluster, { parallel: 4 })).seen).toEqual(['a', 'b d e', 'c']);
    expect((await rounds(cluster, { parallel: 4, together: true })).seen).toEqual(['a', 'b c d e']);
  });

  it('never has a host under way together with one that it is reached through', async () => {
    const rack = [
      host('a'),
      host('gate'),
      { ...host('b'), behind: ['gate'] },
      { ...host('c'), behind: ['gate'] },
    ];
    expect((await rounds(rack, { parallel: 4, together: true })).seen).toEqual(['a', 'gate', 'b c']);
    expect((await rounds([...rack].reverse(), { parallel: 4, canary: 'a' })).seen).toEqual([
      'a',
      'c b',
      'gate',
    ]);
  });

  it('lets a fault out only after the others have ended', async () => {
    let ended = 0;
    const rolling = rollOut(five, { parallel: 4 }, async ({ host: name }) => {
      await new Promise((resolve) => setTimeout(resolve, name === 'b' ? 1 : 20));
      if (name === 'b') throw new Error('a fault');
      ended++;
      return 'done';
    });
    await expect(rolling).rejects.toThrow('a fault');
    expect(ended).toBe(4);
  });

  it('has nothing to begin where there are no hosts', async () => {
    expect(startable([], [], { parallel: 1 })).toEqual([]);
    expect(await rollOut([], { parallel: 1 }, () => Promise.resolve('done'))).toEqual([]);
  });
});
