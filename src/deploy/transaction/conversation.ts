import type { Result } from '../failure.js';
import { controlScript, unpackScript } from '../generated/host-scripts.js';
import type { Exited, HostSession } from '../session.js';
import {
  isKept,
  parseEngineLine,
  progressOf,
  restOf,
  type EngineLine,
  type Progress,
  type Rest,
} from './progress.js';

/** Where a talk with the engine came to rest, and what it said there. */
export interface Answer {
  /** `lost`: the connection fell silent or broke; what the engine does is unknown. */
  readonly rest: Rest | 'lost';
  readonly detail: string;
  /** Its second field, of a refusal. */
  readonly more: string;
  /** The last lines of the engine's log, when the transaction has ended. */
  readonly log: string;
}

/**
 * The engine says something every second once it has armed its guard; after this silence the connection is taken for dead.
 * Before that the bundle travels and is checked. Milliseconds.
 */
const SILENCE = 8_000;
const SILENCE_BEFORE_ARMED = 60_000;

/**
 * What the client and the engine of one transaction say to each other. It goes on over another session when one breaks: the
 * engine keeps its lines, and each is heard once.
 */
export class Conversation {
  #heard = 0;
  #armed = false;
  #secondsLeft: number | undefined;

  constructor(
    readonly token: string,
    private readonly steps: number,
    private readonly onProgress: (progress: Progress) => void,
    /** Stops listening once the guard stands: before that the host may still be unpacking. */
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Whether the guard is known to stand: from then on the host will end the transaction by itself. */
  get armed(): boolean {
    return this.#armed;
  }

  /** As the host said last. */
  get secondsLeft(): number | undefined {
    return this.#secondsLeft;
  }

  /** Sends the bundle: arms the guard, starts the change, and listens until it is in force or undone. */
  arm(session: HostSession, bundle: string): Promise<Answer> {
    return this.#listen(session, ['sh', '-c', unpackScript], bundle, true);
  }

  /** Listens on, from where an earlier connection broke. */
  follow(session: HostSession, stoppable = false): Promise<Answer> {
    return this.#listen(session, this.#control('follow'), controlScript, stoppable);
  }

  commit(session: HostSession): Promise<Answer> {
    return this.#listen(session, this.#control('commit'), controlScript);
  }

  /** Asks the host to undo everything now. */
  cancel(session: HostSession, reason: string): Promise<Answer> {
    return this.#listen(session, [...this.#control('cancel'), reason], controlScript);
  }

  #control(verb: string): readonly string[] {
    return ['sh', '-s', this.token, verb, `${this.#heard + 1}`];
  }

  async #listen(
    session: HostSession,
    argv: readonly string[],
    stdin: string,
    stoppable = false,
  ): Promise<Answer> {
    const silence = new AbortController();
    const startTimer = (): NodeJS.Timeout =>
      setTimeout(() => silence.abort(), this.#armed ? SILENCE : SILENCE_BEFORE_ARMED);
    let timer = startTimer();
    let last: EngineLine | undefined;
    const log: string[] = [];
    const hear = (line: EngineLine): void => {
      clearTimeout(timer);
      timer = startTimer();
      if (line.word === 'log') log.push(line.fields.join('\t'));
      else if (this.#hear(line)) last = line;
    };
    const stop = (): void => {
      if (this.#armed && stoppable) silence.abort();
    };
    this.signal?.addEventListener('abort', stop);
    const exited: Result<Exited> = await session.run(argv, {
      stdin,
      asRoot: true,
      signal: silence.signal,
      onLine: (line) => {
        hear(parseEngineLine(line));
        if (this.signal?.aborted) stop();
      },
    });
    this.signal?.removeEventListener('abort', stop);
    clearTimeout(timer);
    const answer = { detail: last?.fields[0] ?? '', more: last?.fields[1] ?? '', log: log.join('\n') };
    const rest = last && restOf(last);
    if (rest) return { ...answer, rest };
    if (exited.ok && exited.value.code !== 0 && !this.#armed) {
      return { ...answer, rest: 'refused', detail: 'bundle', more: exited.value.stderr.trim() };
    }
    return { ...answer, rest: 'lost' };
  }

  /** True for a line at which the engine rests. */
  #hear(line: EngineLine): boolean {
    if (line.word === 'tick') this.#secondsLeft = Number(line.fields[0]);
    else if (isKept(line)) this.#heard++;
    if (line.word === 'armed') {
      this.#armed = true;
      this.#secondsLeft = Number(line.fields[0]);
    }
    const progress = progressOf(line, this.steps);
    if (progress) this.onProgress(progress);
    return restOf(line) !== undefined;
  }
}
