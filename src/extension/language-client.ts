import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { window, type ExtensionContext, type LogOutputChannel } from 'vscode';

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
      { documentSelector: [{ language: 'kvmnet' }], outputChannel: log },
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

  /** Ends the server if it runs, and starts it. */
  async runAnew(): Promise<void> {
    if (this.isRunning()) await this.stop();
    await this.run();
  }
}

export function createLanguageClient(context: ExtensionContext, log: LogOutputChannel): KvmnetClient {
  return new KvmnetClient(context.asAbsolutePath('dist/server/main.cjs'), log);
}
