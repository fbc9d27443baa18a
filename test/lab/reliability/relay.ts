import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between a client and a host that can be taken away. Listens on 127.0.0.1. */
export class Relay implements Disposable {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target: number;
  #state: 'open' | 'refusing' | 'silent' = 'open';

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  /** Leads to a port of 127.0.0.1. */
  static async to(target: number): Promise<Relay> {
    const relay = new Relay(target);
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Breaks all connections, and takes no others for a while. Milliseconds. */
  cut(duration: number): void {
    this.#state = 'refusing';
    this.#endAll();
    setTimeout(() => (this.#state = 'open'), duration).unref();
  }

  /** Loses everything in silence for a while, as a dead cable does; new connections are taken and lead nowhere. */
  stall(duration: number): void {
    this.#state = 'silent';
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
    setTimeout(() => {
      this.#state = 'open';
      for (const pair of this.#pairs) for (const socket of pair) socket.resume();
    }, duration).unref();
  }

  /** New connections reach somebody else. */
  redirect(target: number): void {
    this.#target = target;
  }

  [Symbol.dispose](): void {
    this.#endAll();
    this.#server.close();
  }

  #join(client: Socket): void {
    client.on('error', () => client.destroy());
    if (this.#state === 'refusing') {
      client.destroy();
      return;
    }
    const host = connect(this.#target, '127.0.0.1');
    const pair = [client, host] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      for (const socket of pair) socket.destroy();
      this.#pairs.delete(pair);
    };
    host.on('error', end);
    for (const socket of pair) socket.on('close', end);
    client.pipe(host);
    host.pipe(client);
    if (this.#state === 'silent') for (const socket of pair) socket.pause();
  }

  #endAll(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#pairs.clear();
  }
}
