import { languages, StatusBarAlignment, window, type Disposable } from 'vscode';
import { activeSource } from './places.js';
import type { SiteRequests } from './site-requests.js';

/** In the status bar: how many hosts the site in front of the person has, and whether it can be deployed. */
export class StatusItem implements Disposable {
  private readonly item = window.createStatusBarItem('kvmnet.status', StatusBarAlignment.Left);
  private readonly listeners: readonly Disposable[];

  constructor(private readonly requests: SiteRequests) {
    this.item.name = 'KVMNet';
    this.item.command = 'workbench.actions.view.problems';
    this.listeners = [
      window.onDidChangeActiveTextEditor(() => void this.refresh()),
      languages.onDidChangeDiagnostics(() => void this.refresh()),
    ];
    void this.refresh();
  }

  async refresh(): Promise<void> {
    const source = activeSource();
    if (!source) {
      this.item.hide();
      return;
    }
    try {
      const { hosts, errors } = await this.requests.ask('kvmnet/hosts', { uri: source.toString() });
      const count = `${hosts.length} host${hosts.length === 1 ? '' : 's'}`;
      this.item.text = errors === 0 ? `$(check) KVMNet: ${count}` : `$(error) KVMNet: ${count}`;
      this.item.tooltip =
        errors === 0
          ? 'No errors: the site can be planned and deployed.'
          : `${errors} error${errors === 1 ? '' : 's'}: nothing is deployed before they are gone.`;
    } catch {
      this.item.text = '$(circle-slash) KVMNet';
      this.item.tooltip = 'The language server does not answer. “KVMNet: Show Log” says why.';
    }
    this.item.show();
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.item.dispose();
  }
}
