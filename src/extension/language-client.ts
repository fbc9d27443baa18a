import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { window, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { ServerEnds } from './server-ends.js';

/** How long a server may take to end: a busy machine needs more than the library's two seconds. */
const PATIENCE_MS = 5_000;

/** The language server, in a process of its own: a slow site never holds up the editor. */
export class KvmnetClient extends LanguageClient {
  private starting: Promise<void> | undefined;

  constructor(
    module: string,
    private readonly log: LogOutputChannel,
  ) {
    super(
      'kvmnet',
      'KVMNet',
      {
        run: { module, transport: TransportKind.ipc },
        debug: {
          module,
          transport: TransportKind.ipc,
          options: { execArgv: ['--nolazy', '--inspect=6009'] },
        },
      },
      { documentSelector: [{ language: 'kvmnet' }], outputChannel: log, errorHandler: new ServerEnds() },
    );
  }

  /** Starts the server; says so when that fails. */
  run(): Promise<void> {
    this.starting = this.startOrTell();
    return this.starting;
  }

  /** Ends the server; the library refuses to end one that is just starting. */
  override async dispose(timeout?: number): Promise<void> {
    await this.starting;
    await super.dispose(timeout);
  }

  private async startOrTell(): Promise<void> {
    const started = performance.now();
    try {
      await this.start();
      this.log.info(`The language server has started in ${Math.round(performance.now() - started)} ms.`);
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      const again = 'Try Again';
      const message = 'The KVMNet language server does not start. “KVMNet: Show Log” says why.';
      void window.showErrorMessage(message, again).then((answer) => {
        if (answer === again) void this.run();
      });
    }
  }

  /**
   * Ends the server if it runs, also when it hangs, and starts it. The library kills a server that does not say goodbye,
   * but later, and waits for no end: it would take the end of the old server for that of the new one, and give up the
   * new one's connection. (It listens to `close` as well, and was first.)
   */
  async runAnew(): Promise<void> {
    await this.starting;
    const server = this.serverProcess;
    const closed = server && new Promise((resolve) => server.once('close', resolve));
    if (this.isRunning())
      await this.stop(PATIENCE_MS).catch(async (error: unknown) => {
        this.log.warn(`The language server does not end by itself: ${String(error)}`);
        server?.kill('SIGKILL');
        await closed;
      });
    await this.run();
  }
}

export function createLanguageClient(context: ExtensionContext, log: LogOutputChannel): KvmnetClient {
  return new KvmnetClient(context.asAbsolutePath('dist/server/main.cjs'), log);
}
