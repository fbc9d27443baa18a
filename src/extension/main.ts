import { commands, Uri, window, type ExtensionContext } from 'vscode';
import { CompiledFiles } from './compiled-files.js';
import { DeployCommands } from './deploy/deploy-commands.js';
import { startLanguageClient } from './language-client.js';
import { activeSource } from './places.js';
import { Previews } from './preview/previews.js';
import { siteRequests } from './site-requests.js';
import { StatusItem } from './status-item.js';

/** Called by VS Code when the first KVMNet file is opened, or a preview is restored. */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('KVMNet', { log: true });
  const client = await startLanguageClient(context, log);
  const requests = siteRequests(client);
  const compiled = new CompiledFiles(requests);
  const previews = new Previews(context, requests, log);
  const deploys = new DeployCommands(requests, log);
  const status = new StatusItem(requests);
  previews.listen(client);

  /** Commands come from the palette without arguments, from a code lens with file and host. */
  const register = (
    name: string,
    run: (source: Uri, host: string | undefined) => Promise<void> | void,
  ): void => {
    context.subscriptions.push(
      commands.registerCommand(name, async (source?: unknown, host?: unknown) => {
        const file = uriOf(source) ?? activeSource();
        if (!file) {
          void window.showInformationMessage('Open a .kvmnet file first.');
          return;
        }
        try {
          await run(file, typeof host === 'string' ? host : undefined);
        } catch (error) {
          log.error(error instanceof Error ? error : String(error));
          void window
            .showErrorMessage('KVMNet could not do that. The log says why.', 'Show Log')
            .then((answer) => {
              if (answer) log.show();
            });
        }
      }),
    );
  };

  register('kvmnet.openPreview', (source) => previews.open(source));
  register('kvmnet.showCompiledFiles', (source, host) => compiled.choose(source, host));
  register('kvmnet.plan', (source, host) => deploys.plan(source, host));
  register('kvmnet.deploy', (source, host) => deploys.deploy(source, host));
  register('kvmnet.rollback', (source, host) => deploys.rollback(source, host));
  context.subscriptions.push(
    commands.registerCommand('kvmnet.showLog', () => log.show()),
    commands.registerCommand('kvmnet.restartServer', () => client.restart()),
    client.onNotification('kvmnet/graphChanged', () => {
      compiled.refresh();
      void status.refresh();
    }),
    { dispose: () => void client.stop() },
    compiled,
    previews,
    deploys,
    status,
    log,
  );
  previews.openAutomatically();
}

/** A code lens carries the file as text: it comes from the language server. */
function uriOf(argument: unknown): Uri | undefined {
  if (argument instanceof Uri) return argument;
  return typeof argument === 'string' ? Uri.parse(argument) : undefined;
}
