import { describe, expect, it } from 'vitest';
import { Answers } from '../../../src/deploy/index.js';
import type { SecretQuestion } from '../../../src/deploy/index.js';

const question = (prompt: string): SecretQuestion => ({ kind: 'keyboard-interactive', prompt, echo: true });

/** Answers when told to; a question that is taken back is settled, as front ends do it. */
function slowPerson(): {
  readonly asked: string[];
  readonly answers: Answers;
  readonly answer: (text: string) => void;
} {
  const asked: string[] = [];
  let settle: (answer: string | undefined) => void = () => undefined;
  const answers = new Answers({
    acceptHostKey: () => Promise.resolve(false),
    askSecret: ({ prompt }, signal) => {
      asked.push(prompt);
      return new Promise((resolve) => {
        settle = resolve;
        signal?.addEventListener('abort', () => resolve(undefined));
      });
    },
  });
  return { asked, answers, answer: (text) => settle(text) };
}

describe('a code that is asked for', () => {
  it('is asked for by connections that are there alone', async () => {
    const { asked, answers, answer } = slowPerson();
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const given = [
      answers.once(question('first'), first.signal),
      answers.once(question('second'), second.signal),
      answers.once(question('third'), third.signal),
    ];
    await Promise.resolve();
    expect(answers.isAsking).toBe(true);
    second.abort();
    first.abort();
    expect(await Promise.all(given.slice(0, 2))).toEqual([undefined, undefined]);
    await expect.poll(() => asked).toEqual(['first', 'third']);
    answer('123456');
    expect(await given[2]).toBe('123456');
    expect(answers.isAsking).toBe(false);
  });
});
