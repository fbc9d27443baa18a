import { window, type ExtensionContext } from 'vscode';
import { LANGUAGE_NOTIFICATIONS } from '../protocol/index.js';
import { registerCommands } from './commands.js';
import { CompiledFiles } from './compiled-files.js';
import { createLanguageClient } from './language-client.js';
import { PlanDocuments } from './plan-documents.js';
import { Previews } from './preview/previews.js';
import { siteRequests } from './site-requests.js';
import { StatusItem } from './status-item.js';

/**
 * Called by VS Code when the first KVMNet file is opened, or a preview is restored. Nothing is waited for: the language
 * server starts meanwhile, and what is asked before it is there waits for it.
 */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('KVMNet', { log: true });
  const client = createLanguageClient(context, log);
  const requests = siteRequests(client);
  const compiled = new CompiledFiles(requests);
  const plans = new PlanDocuments();
  const previews = new Previews(context, requests, log);
  const status = new StatusItem(requests);

  context.subscriptions.push(
    // The client keeps one listener for each notification: a second would take the place of the first.
    client.onNotification('kvmnet/graphChanged', (params: unknown) => {
      if (!LANGUAGE_NOTIFICATIONS['kvmnet/graphChanged'](params)) return;
      previews.refresh(params.folder);
      compiled.refresh();
      void status.refresh();
    }),
    ...registerCommands({ client, requests, compiled, plans, previews, log }),
    compiled,
    plans,
    previews,
    status,
    client,
    log,
  );
  void client.run();
  previews.openAutomatically();
}
