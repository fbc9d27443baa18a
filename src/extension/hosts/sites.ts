import { Disposable, EventEmitter, Uri, workspace, type Event, type LogOutputChannel } from 'vscode';
import type { HostsResult } from '../../protocol/index.js';
import { folderOf } from '../places.js';
import type { SiteRequests } from '../site-requests.js';

/** The sites of the workspace, with their pools and hosts, as the language server has read them. */
export class Sites implements Disposable {
  private readonly changed = new EventEmitter<undefined>();
  readonly onDidChange: Event<undefined> = this.changed.event;
  private readonly watcher = workspace.createFileSystemWatcher('**/*.kvmnet', false, true, false);
  private readonly registrations: Disposable;

  constructor(
    private readonly requests: SiteRequests,
    private readonly log: LogOutputChannel,
  ) {
    const fire = (): void => this.changed.fire(undefined);
    this.registrations = Disposable.from(
      this.watcher,
      this.watcher.onDidCreate(fire),
      this.watcher.onDidDelete(fire),
      workspace.onDidChangeWorkspaceFolders(fire),
    );
  }

  /** Something in a site is other than before. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  /** Sites that describe a host or a pool, by their folder. */
  async all(): Promise<readonly HostsResult[]> {
    const files = await workspace.findFiles('**/*.kvmnet', '**/node_modules/**');
    const open = workspace.textDocuments.filter(({ languageId }) => languageId === 'kvmnet');
    const uris = [...files, ...open.map(({ uri }) => uri)].filter(({ scheme }) => scheme !== 'untitled');
    const folders = [...new Set(uris.map(folderOf))].sort();
    const sites = await Promise.all(folders.map((folder) => this.site(folder)));
    return sites
      .filter((site) => site !== undefined)
      .filter(({ hosts, pools }) => hosts.length + pools.length > 0);
  }

  dispose(): void {
    this.registrations.dispose();
    this.changed.dispose();
  }

  private async site(folder: string): Promise<HostsResult | undefined> {
    try {
      return await this.requests.ask('kvmnet/hosts', { uri: folder });
    } catch (error) {
      this.log.warn(`The hosts of ${Uri.parse(folder).fsPath} are not known: ${String(error)}`);
      return undefined;
    }
  }
}
