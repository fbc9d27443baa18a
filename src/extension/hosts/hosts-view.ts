import { Disposable, EventEmitter, window, workspace, type TreeDataProvider, type TreeItem } from 'vscode';
import { hostChildren, rootNodes, siteChildren, HostNode, type HostsNode } from './host-nodes.js';
import type { HostStatuses } from './host-statuses.js';
import type { Sites } from './sites.js';
import { treeItem } from './tree-item.js';

const UNTRUSTED = 'This workspace is not trusted: hosts are listed, and none is connected to.';

/** The view in the activity bar: pools and hosts of the text, with what was last seen of them. It connects to nothing itself. */
export class HostsView implements TreeDataProvider<HostsNode>, Disposable {
  private readonly changed = new EventEmitter<HostsNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view = window.createTreeView('kvmnet.hosts', { treeDataProvider: this });
  private readonly registrations: Disposable;
  private waiting: NodeJS.Timeout | undefined;
  /** What the rows were made of; rows of hosts that are shown; what has changed since. */
  private shownSites = '';
  private readonly hostRows = new Map<string, HostNode[]>();
  private readonly changedHosts = new Set<string>();
  private haveSitesChanged = false;

  constructor(
    private readonly sites: Sites,
    private readonly statuses: HostStatuses,
  ) {
    this.registrations = Disposable.from(
      this.view,
      sites.onDidChange(() => {
        this.haveSitesChanged = true;
        this.refresh();
      }),
      statuses.onDidChange(({ folder, host }) => {
        this.changedHosts.add(`${folder} ${host}`);
        this.refresh();
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.sayTrust()),
    );
    this.sayTrust();
  }

  dispose(): void {
    clearTimeout(this.waiting);
    this.registrations.dispose();
    this.changed.dispose();
  }

  getTreeItem(node: HostsNode): TreeItem {
    return treeItem(node, (host) => this.statuses.of(host.folder, host.host.name));
  }

  async getChildren(node?: HostsNode): Promise<HostsNode[]> {
    switch (node?.kind) {
      case undefined: {
        const sites = await this.sites.all();
        this.shownSites = JSON.stringify(sites);
        this.hostRows.clear();
        return this.keepRows(rootNodes(sites));
      }
      case 'site':
        return this.keepRows(siteChildren(node.site));
      case 'pool':
        return this.keepRows(node.hosts.map((host) => new HostNode(node.site.folder, host, node.pool.id)));
      case 'host':
        return [...hostChildren(node, this.statuses.of(node.folder, node.host.name))];
      case 'history':
        return [...node.generations];
      case 'difference':
      case 'problem':
      case 'lock':
      case 'generation':
        return [];
    }
  }

  private keepRows(nodes: readonly HostsNode[]): HostsNode[] {
    for (const node of nodes) {
      if (!(node instanceof HostNode)) continue;
      const key = `${node.folder} ${node.host.name}`;
      // A pool that is read again has new rows for its hosts.
      const others = this.hostRows.get(key)?.filter(({ parent }) => parent !== node.parent) ?? [];
      this.hostRows.set(key, [...others, node]);
    }
    return [...nodes];
  }

  /** Many hosts are looked at together: the rows follow a few times a second, not once for each. */
  private refresh(): void {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      void this.refreshNow();
    }, 150);
  }

  /**
   * Only rows that have changed are made anew: while VS Code reads the whole tree, it does not know the row of an icon that is
   * pressed, and the command would be about nothing.
   */
  private async refreshNow(): Promise<void> {
    const rows = [...this.changedHosts].flatMap((key) => this.hostRows.get(key) ?? []);
    this.changedHosts.clear();
    const mayDiffer = this.haveSitesChanged;
    this.haveSitesChanged = false;
    if (mayDiffer && JSON.stringify(await this.sites.all()) !== this.shownSites) this.changed.fire(undefined);
    else if (rows.length > 0) this.changed.fire(rows);
  }

  private sayTrust(): void {
    if (workspace.isTrusted) delete this.view.message;
    else this.view.message = UNTRUSTED;
  }
}
