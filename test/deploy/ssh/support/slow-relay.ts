import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A port of 127.0.0.1 that passes everything on to another one, each direction late by half a round trip: what waits for an
 * answer of the host becomes longer by one round trip for each answer, and everything else stays as it is.
 */
export class SlowRelay {
  /** Milliseconds of what arrives from now on. */
  roundTrip = 0;

  private constructor(
    readonly port: number,
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
  ) {}

  static async start(to: number): Promise<SlowRelay> {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const relay = new SlowRelay(port, server, sockets);
    server.on('connection', (client) => {
      const host = connect(to, '127.0.0.1').setNoDelay(true);
      relay.#pass(client, host);
      relay.#pass(host, client);
    });
    return relay;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #pass(from: Socket, into: Socket): void {
    this.sockets.add(from);
    from.on('error', () => into.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      setTimeout(() => into.destroy(), this.roundTrip / 2);
    });
    // Timers of one length fire in the order in which they were set.
    from.on('data', (chunk: Buffer) => setTimeout(() => into.write(chunk), this.roundTrip / 2));
  }
}
