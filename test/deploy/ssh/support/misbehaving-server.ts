import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import ssh2, { type ServerChannel } from 'ssh2';
import type { Workshop } from './workshop.js';

/** What the server does with one command. */
export type Misdeed = (
  channel: ServerChannel,
  connection: { readonly socket: Socket; close(): void },
) => void;

export interface Misbehaviour {
  /** Default: lets everybody in. */
  readonly authenticate?: (context: ssh2.AuthContext, socket: Socket) => void;
  readonly exec?: Misdeed;
  /** Refuses or ignores the opening of a channel. */
  readonly session?: 'ignore' | 'refuse';
  /** So many connections are closed at once before one is let in. */
  readonly turnsAway?: number;
}

/** A server on 127.0.0.1 that speaks SSH and does wrong at a chosen moment. */
export class MisbehavingServer {
  private constructor(
    readonly port: number,
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
  ) {}

  static async ssh(workshop: Workshop, hostKey: string, how: Misbehaviour): Promise<MisbehavingServer> {
    const protocol = new ssh2.Server({ hostKeys: [readFileSync(workshop.path(hostKey))] });
    let turnsAway = how.turnsAway ?? 0;
    const started = await MisbehavingServer.tcp((socket) => {
      if (turnsAway-- > 0) socket.end('Exceeded MaxStartups\r\n');
      else protocol.injectSocket(socket);
    });
    protocol.on('connection', (client) => {
      // The socket that was injected last; tests connect one at a time where they use it.
      const socket = [...started.sockets].at(-1)!;
      client.on('error', () => undefined);
      client.on('authentication', (context) => {
        if (how.authenticate) how.authenticate(context, socket);
        else context.accept();
      });
      client.on('ready', () => {
        client.on('session', (accept, reject) => {
          if (how.session === 'ignore') return;
          if (how.session === 'refuse') {
            reject();
            return;
          }
          const session = accept();
          session.on('exec', (acceptExec) => {
            const channel = acceptExec();
            channel.on('error', () => undefined);
            how.exec?.(channel, { socket, close: () => client.end() });
          });
        });
      });
    });
    return started;
  }

  static async tcp(onConnection: (socket: Socket) => void): Promise<MisbehavingServer> {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      onConnection(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return new MisbehavingServer(typeof address === 'object' && address ? address.port : 0, server, sockets);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
