import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node.js';

interface Diagnostics {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly unknown[];
}

/** A language server as an editor sees it, and what it costs. */
export class LanguageClient implements AsyncDisposable {
  private readonly connection: MessageConnection;
  private readonly waiting = new Map<string, (diagnostics: Diagnostics) => void>();

  private constructor(private readonly server: ChildProcess) {
    const { stdin, stdout } = server;
    if (!stdin || !stdout) throw new Error('The server has no pipes.');
    this.connection = createMessageConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (sent: Diagnostics) => {
      this.waiting.get(sent.uri)?.(sent);
    });
  }

  /** @param settings what the server is told when it asks for its configuration, for every section. */
  static async start(
    command: readonly [string, ...string[]],
    settings: (section: string) => unknown,
  ): Promise<LanguageClient> {
    const [program, ...args] = command;
    const client = new LanguageClient(spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] }));
    const { connection } = client;
    connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
      items.map(({ section = '' }) => settings(section)),
    );
    for (const request of [
      'client/registerCapability',
      'window/workDoneProgress/create',
      'workspace/codeLens/refresh',
    ])
      connection.onRequest(request, () => null);
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { configuration: true }, textDocument: { synchronization: {} } },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** CPU time of the server so far, in milliseconds (10 ms steps, proc(5)). */
  get cpu(): number {
    const fields =
      readFileSync(`/proc/${String(this.server.pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  /** Until the server says this the next time. */
  next(method: string): Promise<void> {
    return new Promise((resolve) => {
      const listening = this.connection.onNotification(method, () => {
        listening.dispose();
        resolve();
      });
    });
  }

  /** The next diagnostics of the file that the condition accepts. */
  diagnosticsOf(
    uri: string,
    accept: (diagnostics: Diagnostics) => boolean = () => true,
  ): Promise<Diagnostics> {
    return new Promise((resolve) => {
      this.waiting.set(uri, (diagnostics) => {
        if (!accept(diagnostics)) return;
        this.waiting.delete(uri);
        resolve(diagnostics);
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.connection.dispose();
    this.server.kill();
    await ended;
  }
}
