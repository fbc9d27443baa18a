import type { HostKeyQuestion, Interaction, SecretQuestion } from '../session.js';

/**
 * What a person answered, for as long as a deployment lasts: held in memory only. It lets a further connection to a host
 * come about without a question, and keeps the questions of connections that open at the same time apart.
 */
export class Answers {
  readonly #interaction: Interaction;
  readonly #secrets = new Map<string, Promise<string | undefined>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(interaction: Interaction) {
    this.#interaction = interaction;
  }

  /** @param stillUnknown asked when the question's turn comes: another connection may have got the answer meanwhile. */
  acceptHostKey(question: HostKeyQuestion, stillUnknown: () => Promise<boolean>): Promise<boolean> {
    return this.#inTurn(
      async () => !(await stillUnknown()) || (await this.#interaction.acceptHostKey(question)),
    );
  }

  /**
   * @param purpose what the secret opens; the same purpose is asked once, until its answer is found wrong
   * @returns undefined when the person gave up, also later for the same purpose
   */
  secret(purpose: string, question: SecretQuestion): Promise<string | undefined> {
    const known = this.#secrets.get(purpose);
    if (known) return known;
    const asked = this.once(question);
    this.#secrets.set(purpose, asked);
    return asked;
  }

  /** For what is never the same twice, such as a code that a device shows. */
  once(question: SecretQuestion): Promise<string | undefined> {
    return this.#inTurn(() => this.#interaction.askSecret(question));
  }

  /** The answer was wrong: the next one who needs it asks again. An answer given meanwhile is kept. */
  async forget(purpose: string, wrong: string): Promise<void> {
    const known = this.#secrets.get(purpose);
    if (known && (await known) === wrong && this.#secrets.get(purpose) === known)
      this.#secrets.delete(purpose);
  }

  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(ask);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}
