import { escapedLines } from '../../model/index.js';
import type { Answers } from './answers.js';
import type { Attempt, KeyboardForm } from './attempt.js';
import type { AuthenticationMethod, SshConfiguration } from './configuration.js';
import { hostKeyOf, isVerifiable } from './host-key.js';
import { collectIdentities, type Identity } from './identities.js';

/** Decides what to try next at one host, in the order of OpenSSH, and keeps the record for the failure. */
export class Authentication {
  readonly #configuration: SshConfiguration;
  readonly #answers: Answers;
  readonly #signal: AbortSignal;
  readonly #record: string[] = [];
  #identities: Identity[] | undefined;
  #interactive: boolean;
  /** What waits for the server's answer, for the record. */
  #current: string | undefined;
  /** Answers that the current attempt gave, by purpose. */
  #given = new Map<string, string>();
  readonly #attempts = { 'keyboard-interactive': 0, password: 0 };
  #exhausted = false;
  #possible: readonly string[] = [];

  /** @param signal ends with the connection */
  constructor(configuration: SshConfiguration, answers: Answers, signal: AbortSignal) {
    this.#configuration = configuration;
    this.#answers = answers;
    this.#signal = signal;
    this.#interactive = !configuration.batchMode;
  }

  /** What was tried and how it ended, one phrase each. */
  get record(): readonly string[] {
    return this.#record;
  }

  /** Nothing is left to try: the end of the connection is not the network's fault. */
  get exhausted(): boolean {
    return this.#exhausted;
  }

  /** What the server would have gone on with. */
  get possible(): readonly string[] {
    return this.#possible;
  }

  /**
   * @param partial the attempt before was accepted as one factor of several
   * @returns undefined when nothing is left to try
   */
  async next(possible: readonly string[] | undefined, partial: boolean): Promise<Attempt | undefined> {
    if (possible === undefined) return { method: 'none' };
    this.#possible = possible;
    await this.#conclude(partial);
    for (const method of this.#configuration.methods) {
      const attempt = possible.includes(method) ? await this.#attempt(method) : undefined;
      if (attempt) return attempt;
    }
    this.#exhausted = true;
    return undefined;
  }

  /** The server went on: the current attempt was refused, or was one factor of several. */
  async #conclude(partial: boolean): Promise<void> {
    if (this.#current === undefined) return;
    this.#record.push(`${this.#current}: ${partial ? 'accepted, but not enough' : 'refused'}`);
    this.#current = undefined;
    if (!partial) for (const [purpose, wrong] of this.#given) await this.#answers.forget(purpose, wrong);
    this.#given = new Map();
  }

  async #attempt(method: AuthenticationMethod): Promise<Attempt | undefined> {
    switch (method) {
      case 'publickey':
        return await this.#publicKey();
      case 'keyboard-interactive':
        if (!this.#mayAsk(method)) return undefined;
        this.#current = method;
        return { method, answer: (form) => this.#answerForm(form) };
      case 'password': {
        if (!this.#mayAsk(method)) return undefined;
        const prompt = `${this.#name}'s password:`;
        const password = await this.#ask(`password ${this.#name}`, { kind: 'password', prompt, echo: false });
        if (password === undefined) return undefined;
        this.#current = method;
        return { method, password };
      }
    }
  }

  async #publicKey(): Promise<Attempt | undefined> {
    this.#identities ??= [...(await collectIdentities(this.#configuration, this.#answers))];
    for (let identity = this.#identities.shift(); identity; identity = this.#identities.shift()) {
      const { label, unlock } = identity;
      const problem = (error: unknown): void => {
        this.#record.push(`${label}: ${error instanceof Error ? error.message : String(error)}`);
        this.#current = undefined;
      };
      const publicKey =
        identity.publicKey ??
        (await unlock().then(
          (key) => key.publicKey,
          (error: unknown) => problem(error),
        ));
      if (publicKey === undefined) continue;
      const type = hostKeyOf(publicKey)?.type ?? '';
      if (!isVerifiable(type)) {
        problem(new Error(`keys of type ${type} cannot be used here`));
        continue;
      }
      this.#current = label;
      return {
        method: 'publickey',
        publicKey,
        sign: async (data, hash) => {
          try {
            if (hash === 'sha1')
              throw new Error('the host takes RSA signatures with SHA-1 only, which are not safe');
            return await (await unlock()).sign(data, hash);
          } catch (error) {
            problem(error);
            throw error;
          }
        },
      };
    }
    return undefined;
  }

  #mayAsk(method: 'keyboard-interactive' | 'password'): boolean {
    if (!this.#interactive) return false;
    return this.#attempts[method]++ < this.#configuration.numberOfPasswordPrompts;
  }

  async #answerForm(form: KeyboardForm): Promise<readonly string[] | undefined> {
    const answers: string[] = [];
    const heading = [form.name, form.instructions].map(escapedLines).filter((text) => text.trim() !== '');
    for (const { prompt, echo } of form.prompts) {
      const text = [...heading, `(${this.#name}) ${escapedLines(prompt)}`].join('\n');
      const question = { kind: 'keyboard-interactive', prompt: text, echo } as const;
      // A password is the same in a further connection; a code that a device shows is not.
      const purpose =
        !echo && /passw/i.test(prompt) ? `keyboard-interactive ${this.#name} ${prompt}` : undefined;
      const answer = await this.#ask(purpose, question);
      if (answer === undefined) {
        this.#exhausted = true;
        return undefined;
      }
      answers.push(answer);
    }
    return answers;
  }

  async #ask(
    purpose: string | undefined,
    question: Parameters<Answers['once']>[0],
  ): Promise<string | undefined> {
    if (!this.#interactive) return undefined;
    const again = purpose === undefined ? undefined : this.#given.get(purpose);
    if (purpose !== undefined && again !== undefined) await this.#answers.forget(purpose, again);
    const answer =
      purpose === undefined
        ? await this.#answers.once(question, this.#signal)
        : await this.#answers.secret(purpose, question);
    if (answer === undefined) {
      this.#record.push(`${question.kind}: not given`);
      this.#interactive = false;
    } else if (purpose !== undefined) this.#given.set(purpose, answer);
    return answer;
  }

  get #name(): string {
    return `${this.#configuration.user}@${this.#configuration.hostName}`;
  }
}
