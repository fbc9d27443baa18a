import type { HostKeyQuestion, Interaction, SecretQuestion } from '../../../../src/deploy/index.js';

/** Answers as the test says and keeps what was asked. */
export class Person implements Interaction {
  readonly hostKeys: HostKeyQuestion[] = [];
  readonly secrets: SecretQuestion[] = [];
  readonly tried: (readonly [key: string, passphrase: string, opens: boolean])[] = [];
  readonly #accept: boolean;
  readonly #secretsToGive: (string | undefined)[];

  /** @param answers to secret questions in their order; after the last one the person gives up */
  constructor(accept: boolean, ...answers: readonly (string | undefined)[]) {
    this.#accept = accept;
    this.#secretsToGive = [...answers];
  }

  acceptHostKey(question: HostKeyQuestion): Promise<boolean> {
    this.hostKeys.push(question);
    return Promise.resolve(this.#accept);
  }

  askSecret(question: SecretQuestion): Promise<string | undefined> {
    this.secrets.push(question);
    return Promise.resolve(this.#secretsToGive.shift());
  }

  passphraseTried(...tried: readonly [key: string, passphrase: string, opens: boolean]): Promise<void> {
    this.tried.push(tried);
    return Promise.resolve();
  }
}
