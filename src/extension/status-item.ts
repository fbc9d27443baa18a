import { languages, StatusBarAlignment, window, type Disposable } from 'vscode';
import { activeSource, isSource } from './places.js';
import type { SiteRequests } from './site-requests.js';

/** In the status bar: how many hosts the site in front of the person has, and whether it can be deployed. */
export class StatusItem implements Disposable {
  private readonly item = window.createStatusBarItem('kvmnet.status', StatusBarAlignment.Left);
  private readonly listeners: readonly Disposable[];
  private turn = 0;

  constructor(private readonly requests: SiteRequests) {
    this.item.name = 'KVMNet';
    this.item.command = 'workbench.actions.view.problems';
    this.item.text = '$(loading~spin) KVMNet';
    this.listeners = [
      window.onDidChangeActiveTextEditor(() => void this.refresh()),
      languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some(isSource)) void this.refresh();
      }),
    ];
    void this.refresh();
  }

  /** The last one asked for is shown, in whichever order the answers come. */
  async refresh(): Promise<void> {
    const turn = ++this.turn;
    const source = activeSource();
    if (!source) {
      this.item.hide();
      return;
    }
    this.item.show();
    const { text, tooltip } = await this.describe(source.toString());
    if (turn !== this.turn) return;
    this.item.text = text;
    this.item.tooltip = tooltip;
  }

  dispose(): void {
    this.turn++;
    for (const listener of this.listeners) listener.dispose();
    this.item.dispose();
  }

  private async describe(uri: string): Promise<{ readonly text: string; readonly tooltip: string }> {
    try {
      const { hosts, errors } = await this.requests.ask('kvmnet/hosts', { uri });
      const count = `${hosts.length} host${hosts.length === 1 ? '' : 's'}`;
      if (errors === 0)
        return {
          text: `$(check) KVMNet: ${count}`,
          tooltip: 'No errors: the site can be planned and deployed.',
        };
      const number = `${errors} error${errors === 1 ? '' : 's'}`;
      return {
        text: `$(error) KVMNet: ${count}`,
        tooltip: `${number}: nothing is deployed before ${errors === 1 ? 'it is' : 'they are'} gone.`,
      };
    } catch {
      return {
        text: '$(circle-slash) KVMNet',
        tooltip: 'The language server does not answer. “KVMNet: Show Log” says why.',
      };
    }
  }
}
