import { commands, Uri, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { CompiledFiles } from './compiled-files.js';
import type { DeployCommands } from './deploy/deploy-commands.js';
import type { KvmnetClient } from './language-client.js';
import { activeSource } from './places.js';
import type { PlanDocuments } from './plan-documents.js';
import type { Previews } from './preview/previews.js';
import type { SiteRequests } from './site-requests.js';

interface Parts {
  readonly client: KvmnetClient;
  readonly requests: SiteRequests;
  readonly compiled: CompiledFiles;
  readonly plans: PlanDocuments;
  readonly previews: Previews;
  readonly log: LogOutputChannel;
}

/** What a command about a site does. The palette names neither file nor host; a code lens names both. */
type SiteCommand = (source: Uri, host: string | undefined) => Promise<void> | void;

export function registerCommands(parts: Parts): readonly Disposable[] {
  const { client, compiled, previews, log } = parts;
  const deploys = lazyDeployCommands(parts);
  const siteCommands: Readonly<Record<string, SiteCommand>> = {
    'kvmnet.openPreview': (source) => previews.open(source),
    'kvmnet.showCompiledFiles': (source, host) => compiled.choose(source, host),
    'kvmnet.plan': async (source, host) => (await deploys()).plan(source, host),
    'kvmnet.deploy': async (source, host) => (await deploys()).deploy(source, host),
    'kvmnet.rollback': async (source, host) => (await deploys()).rollback(source, host),
  };
  return [
    ...Object.entries(siteCommands).map(([name, run]) =>
      commands.registerCommand(name, (source?: unknown, host?: unknown) =>
        guarded(log, async () => {
          const file = uriOf(source) ?? activeSource();
          if (file) await run(file, typeof host === 'string' ? host : undefined);
          else void window.showInformationMessage('Open a .kvmnet file first.');
        }),
      ),
    ),
    commands.registerCommand('kvmnet.showLog', () => log.show()),
    commands.registerCommand('kvmnet.restartServer', () => guarded(log, () => client.runAnew())),
  ];
}

/** The SSH code is a third of the bundle and of no use before somebody plans: it is evaluated then, once. */
function lazyDeployCommands({ requests, plans, previews, log }: Parts): () => Promise<DeployCommands> {
  let loaded: Promise<DeployCommands> | undefined;
  return () =>
    (loaded ??= import('./deploy/deploy-commands.js').then(
      (module) => new module.DeployCommands(requests, plans, previews, log),
    ));
}

/** Failures that are expected are told where they happen; what arrives here is a fault of ours. */
async function guarded(log: LogOutputChannel, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const show = 'Show Log';
    void window.showErrorMessage('KVMNet could not do that. The log says why.', show).then((answer) => {
      if (answer === show) log.show();
    });
  }
}

/** A code lens carries the file as text: it comes from the language server. */
function uriOf(argument: unknown): Uri | undefined {
  if (argument instanceof Uri) return argument;
  return typeof argument === 'string' ? Uri.parse(argument) : undefined;
}
