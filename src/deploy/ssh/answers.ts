import type { Interaction, SecretQuestion } from '../session.js';

/**
 * What a person answered, for as long as a deployment lasts: held in memory only. It lets a further connection to a host
 * come about without a question, and keeps the questions of connections that open at the same time apart. One question waits
 * for the answer to the one before, so an interaction has to settle every question, that of a cancelled connection too.
 */
export class Answers {
  readonly #interaction: Interaction;
  readonly #secrets = new Map<string, Promise<string | undefined>>();
  /** Purposes whose last answer was wrong. */
  readonly #wrong = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;

  constructor(interaction: Interaction) {
    this.#interaction = interaction;
  }

  /**
   * One piece of work that may ask, such as looking a key up, asking and writing it down. Another connection may have done
   * the same meanwhile, so the work begins by looking.
   */
  inTurn<T>(work: (interaction: Interaction) => Promise<T>): Promise<T> {
    this.#open++;
    const done = this.#last.then(() => work(this.#interaction)).finally(() => this.#open--);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Whether a person is being asked, or will be next: clocks that run for the network stand still. */
  get isAsking(): boolean {
    return this.#open > 0;
  }

  /**
   * @param purpose what the secret opens; the same purpose is asked once, until its answer is found wrong
   * @returns undefined when the person gave up, also later for the same purpose
   */
  secret(purpose: string, question: SecretQuestion): Promise<string | undefined> {
    const known = this.#secrets.get(purpose);
    if (known) return known;
    // Else the same question comes twice, and nobody says why.
    const prompt = this.#wrong.delete(purpose) ? `That did not work. ${question.prompt}` : question.prompt;
    const asked = this.once({ ...question, prompt });
    this.#secrets.set(purpose, asked);
    return asked;
  }

  /**
   * For what is never the same twice, such as a code that a device shows.
   * @param signal of the connection that it is for: one that is gone asks nobody
   */
  once(question: SecretQuestion, signal?: AbortSignal): Promise<string | undefined> {
    return this.inTurn((interaction) =>
      signal?.aborted === true ? Promise.resolve(undefined) : interaction.askSecret(question, signal),
    );
  }

  async passphraseTried(key: string, passphrase: string, opens: boolean): Promise<void> {
    await this.#interaction.passphraseTried?.(key, passphrase, opens);
  }

  /** The answer was wrong: the next one who needs it asks again. An answer given meanwhile is kept. */
  async forget(purpose: string, wrong: string): Promise<void> {
    const known = this.#secrets.get(purpose);
    if (!known || (await known) !== wrong || this.#secrets.get(purpose) !== known) return;
    this.#secrets.delete(purpose);
    this.#wrong.add(purpose);
  }
}
