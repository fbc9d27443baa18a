import { randomBytes } from 'node:crypto';
import type { Failure } from '../failure.js';
import type { Prelude } from './run-command.js';

/**
 * One command through sudo. sudo's own words and the program's are told apart by a marker that the program's shell writes
 * first: without it, a program's exit status 1 and a refusal look the same, in every language of sudo's messages.
 *
 * A password goes out only after sudo has asked for it with a prompt that nobody can guess. Sent beforehand it would be
 * read by the program where sudoers asks for none. `-k` makes sudo ask each time instead of relying on a ticket that
 * another login left and that may run out.
 */
export class Sudo implements Prelude {
  readonly #password: string | undefined;
  readonly #prompt = `kvmnet-${randomBytes(12).toString('hex')}-password`;
  readonly #start = `kvmnet-${randomBytes(12).toString('hex')}-begins`;
  #said = '';
  #bytes = Buffer.alloc(0);
  #prompts = 0;
  #begun = false;

  constructor(password: string | undefined) {
    this.#password = password;
  }

  get holdsInput(): boolean {
    return this.#password !== undefined;
  }

  get begun(): boolean {
    return this.#begun;
  }

  get wrongPassword(): boolean {
    return this.#prompts > 1;
  }

  /** LC_ALL: the refusals of sudo are recognised by their English words. */
  wrap(argv: readonly string[]): readonly string[] {
    const how = this.#password === undefined ? ['-n'] : ['-S', '-k', '-p', this.#prompt];
    const begin = 'printf %s "$1" >&2; shift; exec "$@"';
    return ['env', 'LC_ALL=C', 'sudo', ...how, '--', '/bin/sh', '-c', begin, 'kvmnet', this.#start, ...argv];
  }

  receive(chunk: Buffer, write: (line: string) => void): Buffer | 'waiting' | 'stop' {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const at = this.#bytes.indexOf(this.#start);
    this.#said = this.#bytes.toString('utf8', 0, at < 0 ? undefined : at);
    const prompts = this.#said.split(this.#prompt).length - 1;
    if (at >= 0) {
      this.#begun = true;
      return this.#bytes.subarray(at + this.#start.length);
    }
    if (prompts > this.#prompts) {
      this.#prompts = prompts;
      if (this.#password === undefined || this.wrongPassword) return 'stop';
      write(`${this.#password}\n`);
    }
    return 'waiting';
  }

  get needsPassword(): boolean {
    return /a password is required/i.test(this.#said);
  }

  /** Why the program did not begin. */
  refusal(host: string, user: string): Failure {
    const said = this.#said.replaceAll(this.#prompt, '').trim();
    const refused = (message: string, nextStep: string): Failure => ({
      code: 'sudo-refused',
      message,
      nextStep,
      ...(said !== '' && { details: said }),
    });
    if (this.wrongPassword)
      return refused(
        `sudo on ${host} did not accept the password of ${user}.`,
        'Try again with the right one.',
      );
    if (/have a tty/i.test(said))
      return refused(
        `sudo on ${host} wants a terminal, which a deployment does not have.`,
        `Add "Defaults:${user} !requiretty" with visudo on the host.`,
      );
    if (/not in the sudoers|not allowed to|may not run/i.test(said))
      return refused(
        `${user} may not use sudo on ${host}.`,
        `Allow it with visudo on the host (${user} ALL=(ALL) ALL), or log in as somebody who may.`,
      );
    if (/sudo['"’]?: (?:No such file|not found)|sudo: (?:command )?not found/i.test(said))
      return refused(`There is no sudo on ${host}.`, 'Install sudo there, or log in as root.');
    if (/account|expired/i.test(said))
      return refused(
        `sudo on ${host} does not take the account of ${user}.`,
        'Look into the log of the host: journalctl -t sudo.',
      );
    return refused(
      `sudo on ${host} did not run the command for ${user}.`,
      'Look into the log of the host: journalctl -t sudo.',
    );
  }
}
