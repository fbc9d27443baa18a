import { failure, type Result, success } from '../failure.js';
import type { Exited, HostSession, ReconnectOptions, RunOptions } from '../session.js';
import { closeRoute, openRoute, type OpenRoute, type Way } from './open-route.js';
import { quoteArgv } from './quote-argv.js';
import { runCommand } from './run-command.js';
import type { SshClient } from './ssh-client.js';
import { Sudo } from './sudo.js';

/** sshd allows ten sessions in one connection (MaxSessions) and refuses more. */
const MOST_CHANNELS = 4;
const PASSWORD_TRIES = 3;
/** How often it is looked whether a person has answered, once the time for a connection is over. Milliseconds. */
const STILL_ASKING = 250;

export class SshSession implements HostSession {
  readonly host: string;
  readonly #way: Way;
  readonly #hops: OpenRoute;
  readonly #client: SshClient;
  readonly #user: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #sudoAsks = false;

  /** @param hops not empty */
  constructor(way: Way, hops: OpenRoute, client: SshClient) {
    this.host = way.host;
    this.#way = way;
    this.#hops = hops;
    this.#client = client;
    this.#user = way.route.at(-1)?.user ?? '';
  }

  async run(argv: readonly string[], options: RunOptions = {}): Promise<Result<Exited>> {
    if (argv.length === 0 || argv.some((word) => word.includes('\0')))
      return failure(
        'command-invalid',
        `A command for ${this.host} is empty or has a NUL character in it.`,
        'Report this as a fault of KVMNet.',
      );
    if (this.#running >= MOST_CHANNELS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      const { asRoot = false, ...rest } = options;
      if (asRoot && this.#user !== 'root') return await this.#runAsRoot(argv, rest);
      return await runCommand(this.#client, this.host, quoteArgv(argv), rest);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  async reconnect({ address, port, signal, timeout }: ReconnectOptions = {}): Promise<Result<HostSession>> {
    const late = new AbortController();
    const expire = (): void => {
      if (this.#way.answers.isAsking) timer = setTimeout(expire, STILL_ASKING);
      else late.abort();
    };
    let timer = timeout === undefined ? undefined : setTimeout(expire, Math.ceil(timeout));
    const either = AbortSignal.any([late.signal, ...(signal ? [signal] : [])]);
    const preferred = this.#hops[0]?.answeredAt;
    const opened = await openRoute(this.#way, {
      ...(preferred !== undefined && { preferred }),
      ...(address !== undefined && { address }),
      ...(port !== undefined && { port }),
      signal: either,
      expected: this.#hops.map(({ hostKey }) => hostKey),
    }).finally(() => clearTimeout(timer));
    if (!opened.ok)
      return late.signal.aborted && signal?.aborted !== true && opened.failure.code === 'cancelled'
        ? failure(
            'timed-out',
            `No new connection to ${this.host} came about within ${Math.round((timeout ?? 0) / 1000)} s.`,
            'Check whether the host answers at that address.',
          )
        : opened;
    return sessionOver(this.#way, opened.value);
  }

  close(): void {
    closeRoute(this.#hops);
  }

  async #runAsRoot(argv: readonly string[], options: Omit<RunOptions, 'asRoot'>): Promise<Result<Exited>> {
    if (!this.#sudoAsks) {
      const sudo = new Sudo(undefined);
      const result = await this.#runWith(sudo, argv, options);
      if (sudo.begun || !isSudos(result)) return result;
      if (!sudo.needsPassword) return { ok: false, failure: sudo.refusal(this.host, this.#user) };
      this.#sudoAsks = true;
    }
    const name = `${this.#user}@${this.host}`;
    const purpose = `sudo ${name}`;
    for (let attempt = 1; ; attempt++) {
      const prompt = `Password of ${this.#user} for sudo on ${this.host}:`;
      const password = await this.#way.answers.secret(purpose, { kind: 'sudo', prompt, echo: false });
      if (password === undefined)
        return failure(
          'sudo-refused',
          `sudo on ${this.host} wants the password of ${this.#user}, and none was given.`,
          'Enter it when asked, or allow sudo without a password (NOPASSWD) for this user.',
        );
      const sudo = new Sudo(password);
      const result = await this.#runWith(sudo, argv, options);
      if (sudo.begun || !isSudos(result)) return result;
      if (sudo.wrongPassword) await this.#way.answers.forget(purpose, password);
      if (!sudo.wrongPassword || attempt === PASSWORD_TRIES)
        return { ok: false, failure: sudo.refusal(this.host, this.#user) };
    }
  }

  async #runWith(
    sudo: Sudo,
    argv: readonly string[],
    options: Omit<RunOptions, 'asRoot'>,
  ): Promise<Result<Exited>> {
    return await runCommand(this.#client, this.host, quoteArgv(sudo.wrap(argv)), options, sudo);
  }
}

/** When the program did not begin: an exit status is sudo's own then, and all else is not sudo's fault. */
const isSudos = (result: Result<Exited>): boolean => result.ok || result.failure.code === 'sudo-refused';

/** @param hops the connections of a route that is open */
export function sessionOver(way: Way, hops: OpenRoute): Result<HostSession> {
  const last = hops.at(-1);
  return last === undefined
    ? failure('unreachable', `There is no way to ${way.host}.`, 'Report this as a fault of KVMNet.')
    : success(new SshSession(way, hops, last.client));
}
