import { Uri, window, type ExtensionContext } from 'vscode';
import { LANGUAGE_NOTIFICATIONS } from '../protocol/index.js';
import { registerCommands } from './commands.js';
import { CompiledFiles } from './compiled-files.js';
import { DeployLog } from './deploy-log.js';
import type { DeployCommands, DeployParts } from './deploy/deploy-commands.js';
import { DriftDiagnostics } from './hosts/drift-diagnostics.js';
import { HostStatuses } from './hosts/host-statuses.js';
import { HostsView } from './hosts/hosts-view.js';
import { Sites } from './hosts/sites.js';
import { KeptPassphrases } from './kept-passphrases.js';
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
  const sites = new Sites(requests, log);
  const statuses = new HostStatuses();
  // Of this workspace; a window without a folder has no storage of its own.
  const storage = context.storageUri ?? context.globalStorageUri;
  const auditFile = Uri.joinPath(storage, 'audit.jsonl').fsPath;
  const kept = new KeptPassphrases(context.secrets);
  const deploys = lazyDeployCommands({ requests, plans, previews, statuses, log, auditFile, kept });
  const deployLog = new DeployLog(async () => (await deploys()).deployLog());

  context.subscriptions.push(
    // The client keeps one listener for each notification: a second would take the place of the first.
    client.onNotification('kvmnet/graphChanged', (params: unknown) => {
      if (!LANGUAGE_NOTIFICATIONS['kvmnet/graphChanged'](params)) return;
      previews.refresh(params.folder);
      compiled.refresh();
      sites.refresh();
      void status.refresh();
    }),
    ...registerCommands({
      ...{ client, sites, compiled, previews, log, deploys, kept },
      showDeployLog: () => deployLog.show(),
    }),
    new HostsView(sites, statuses),
    new DriftDiagnostics(statuses),
    ...[compiled, plans, previews, status, sites, statuses, deployLog, client, log],
  );
  void client.run();
  previews.openAutomatically();
}

/** The SSH code is a third of the bundle and of no use before somebody plans: it is evaluated then, once. */
function lazyDeployCommands(parts: DeployParts): () => Promise<DeployCommands> {
  let loaded: Promise<DeployCommands> | undefined;
  return () =>
    (loaded ??= import('./deploy/deploy-commands.js').then((module) => new module.DeployCommands(parts)));
}
