import { Disposable, EventEmitter, window, workspace, type TreeDataProvider, type TreeItem } from 'vscode';
import { hostChildren, rootNodes, siteChildren, HostNode, type HostsNode } from './host-nodes.js';
import type { HostStatuses } from './host-statuses.js';
import type { Sites } from './sites.js';
import { treeItem } from './tree-item.js';

const UNTRUSTED = 'This workspace is not trusted: hosts are listed, and none is connected to.';

/** The view in the activity bar: pools and hosts of the text, with what was last seen of them. It connects to nothing itself. */
export class HostsView implements TreeDataProvider<HostsNode>, Disposable {
  private readonly changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view = window.createTreeView('kvmnet.hosts', { treeDataProvider: this });
  private readonly registrations: Disposable;
  private waiting: NodeJS.Timeout | undefined;

  constructor(
    private readonly sites: Sites,
    private readonly statuses: HostStatuses,
  ) {
    this.registrations = Disposable.from(
      this.view,
      sites.onDidChange(() => this.refresh()),
      statuses.onDidChange(() => this.refresh()),
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
      case undefined:
        return [...rootNodes(await this.sites.all())];
      case 'site':
        return [...siteChildren(node.site)];
      case 'pool':
        return node.hosts.map((host) => new HostNode(node.site.folder, host, node.pool.id));
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

  /** Many hosts are looked at together: the rows follow a few times a second, not once for each. */
  private refresh(): void {
    this.waiting ??= setTimeout(() => {
      this.waiting = undefined;
      this.changed.fire(undefined);
    }, 150);
  }

  private sayTrust(): void {
    if (workspace.isTrusted) delete this.view.message;
    else this.view.message = UNTRUSTED;
  }
}
