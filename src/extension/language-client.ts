import { LanguageClient, TransportKind, type LanguageClientOptions } from 'vscode-languageclient/node';
import type { ExtensionContext, LogOutputChannel } from 'vscode';

/** Starts the language server in a process of its own: a slow site never holds up the editor. */
export async function startLanguageClient(
  context: ExtensionContext,
  log: LogOutputChannel,
): Promise<LanguageClient> {
  const module = context.asAbsolutePath('dist/server/main.cjs');
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'kvmnet' }],
    outputChannel: log,
  };
  const client = new LanguageClient(
    'kvmnet',
    'KVMNet',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    },
    options,
  );
  await client.start();
  return client;
}
