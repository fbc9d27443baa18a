import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * One conversation with a running QEMU over its monitor socket (QEMU Machine Protocol: one JSON document per line;
 * docs/interop/qmp-spec of QEMU). QEMU talks to one client at a time, so that conversations are kept short.
 */
export class Qmp implements Disposable {
  static async connect(socketPath: string): Promise<Qmp> {
    const qmp = new Qmp(await opened(socketPath));
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  readonly #socket: Socket;
  readonly #answers: AsyncIterator<string, undefined>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#answers = linesOf(socket);
  }

  /** Sends one command and returns what QEMU returns; its refusal rejects with QEMU's description. */
  async execute(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    for (;;) {
      const line = await this.#answers.next();
      if (line.done === true) throw new Error(`QEMU ended while it was asked to ${command}.`);
      const answer: unknown = JSON.parse(line.value);
      if (typeof answer !== 'object' || answer === null) continue;
      if ('return' in answer) return answer.return;
      if ('error' in answer) throw new Error(`QEMU refuses ${command}: ${JSON.stringify(answer.error)}`);
    }
  }

  /** Value of one text field of what a command returns. */
  async field(command: string, name: string): Promise<string> {
    const answer = await this.execute(command);
    const value: unknown =
      typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
    return typeof value === 'string' ? value : '';
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

function opened(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      // Later errors show as the end of the answers.
      socket.on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

async function* linesOf(socket: Socket): AsyncGenerator<string, undefined> {
  yield* createInterface({ input: socket });
}
