import { commands, Uri, window, type Disposable, type LogOutputChannel } from 'vscode';
import { isOrigin } from '../protocol/index.js';
import type { CompiledFiles } from './compiled-files.js';
import type { DeployCommands } from './deploy/deploy-commands.js';
import { GenerationNode, HostNode, PoolNode, SiteNode } from './hosts/host-nodes.js';
import type { Sites } from './hosts/sites.js';
import type { KeptPassphrases } from './kept-passphrases.js';
import type { KvmnetClient } from './language-client.js';
import { activeSource, listPlaces, showPlace } from './places.js';
import type { Previews } from './preview/previews.js';
import { silence } from './silence.js';

interface Parts {
  readonly client: KvmnetClient;
  readonly sites: Sites;
  readonly compiled: CompiledFiles;
  readonly previews: Previews;
  readonly log: LogOutputChannel;
  readonly kept: KeptPassphrases;
  readonly deploys: () => Promise<DeployCommands>;
  readonly showDeployLog: () => Promise<void>;
}

/** What a command is about. The palette names nothing; a code lens names file and host; the hosts view hands over its row. */
interface Target {
  /** A file of the site, or its folder. */
  readonly source: Uri;
  readonly host?: string;
  /** The hosts of a pool. */
  readonly hosts?: readonly string[];
  readonly generation?: number;
}

type SiteCommand = (target: Target) => Promise<void> | void;

export function registerCommands(parts: Parts): readonly Disposable[] {
  const { client, sites, compiled, previews, log, kept, deploys, showDeployLog } = parts;
  const siteCommands: Readonly<Record<string, SiteCommand>> = {
    'kvmnet.openPreview': ({ source }) => previews.open(source),
    'kvmnet.showCompiledFiles': ({ source, host }) => compiled.choose(source, host),
    'kvmnet.plan': async ({ source, host }) => (await deploys()).plan(source, host),
    'kvmnet.planAll': async ({ source, hosts }) => (await deploys()).planAll(source, hosts),
    'kvmnet.deploy': async ({ source, host }) => (await deploys()).deploy(source, host),
    'kvmnet.deployAll': async ({ source, hosts }) => (await deploys()).deployAll(source, hosts),
    'kvmnet.rollback': async ({ source, host }) => (await deploys()).rollback(source, host),
    'kvmnet.rollbackTo': async ({ source, host, generation }) =>
      generation === undefined
        ? (await deploys()).rollbackTo(source, host)
        : (await deploys()).rollback(source, host, generation),
    'kvmnet.showGeneration': async ({ source, host, generation }) => {
      if (host !== undefined && generation !== undefined)
        await (await deploys()).showGeneration(source, host, generation);
    },
    'kvmnet.checkStatus': async ({ source, host, hosts }) =>
      (await deploys()).status(source, host === undefined ? hosts : [host]),
    'kvmnet.openTerminal': async ({ source, host }) => (await deploys()).openTerminal(source, host),
  };
  return [
    ...Object.entries(siteCommands).map(([name, run]) =>
      commands.registerCommand(name, (subject?: unknown, host?: unknown) =>
        guarded(log, async () => {
          const target = targetOf(subject, host) ?? (await onlySite(sites));
          if (target) await run(target);
          else void window.showInformationMessage('Open a .kvmnet file first.');
        }),
      ),
    ),
    commands.registerCommand('kvmnet.checkAll', () =>
      guarded(log, async () => {
        const all = await sites.all();
        for (const { folder } of all) await (await deploys()).status(Uri.parse(folder));
      }),
    ),
    commands.registerCommand('kvmnet.showPlace', (origin: unknown) =>
      guarded(log, async () => {
        if (isOrigin(origin)) await showPlace(origin, true);
      }),
    ),
    commands.registerCommand('kvmnet.silence', (at: unknown, code: unknown) =>
      guarded(log, async () => {
        if (isOrigin(at) && typeof code === 'string') await silence(at, code);
      }),
    ),
    commands.registerCommand('kvmnet.showDeployLog', () => guarded(log, showDeployLog)),
    commands.registerCommand('kvmnet.forgetPassphrases', () =>
      guarded(log, async () => {
        const count = await kept.forgetAll();
        const what = `${count === 0 ? 'No' : count} passphrase${count === 1 ? ' was' : 's were'}`;
        void window.showInformationMessage(count === 0 ? `${what} kept.` : `${what} forgotten.`);
      }),
    ),
    commands.registerCommand('kvmnet.showPlaces', (...places: readonly unknown[]) =>
      guarded(log, () => listPlaces(places)),
    ),
    commands.registerCommand('kvmnet.showLog', () => log.show()),
    commands.registerCommand('kvmnet.restartServer', () => guarded(log, () => client.runAnew())),
  ];
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
function targetOf(subject: unknown, host: unknown): Target | undefined {
  if (subject instanceof HostNode) return { source: Uri.parse(subject.folder), host: subject.host.name };
  if (subject instanceof GenerationNode)
    return {
      source: Uri.parse(subject.folder),
      host: subject.host.name,
      generation: subject.generation.generation,
    };
  if (subject instanceof PoolNode)
    return { source: Uri.parse(subject.site.folder), hosts: subject.hosts.map(({ name }) => name) };
  if (subject instanceof SiteNode) return { source: Uri.parse(subject.site.folder) };
  const source =
    subject instanceof Uri ? subject : typeof subject === 'string' ? Uri.parse(subject) : activeSource();
  return source && { source, ...(typeof host === 'string' && { host }) };
}

/** From the title of the hosts view, where no file needs to be open. */
async function onlySite(sites: Sites): Promise<Target | undefined> {
  const all = await sites.all();
  const [only] = all;
  return all.length === 1 && only ? { source: Uri.parse(only.folder) } : undefined;
}
