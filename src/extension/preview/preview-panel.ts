import { Buffer } from 'node:buffer';
import {
  env,
  commands,
  Disposable,
  Uri,
  window,
  workspace,
  type LogOutputChannel,
  type WebviewPanel,
} from 'vscode';
import {
  isFromPreview,
  type FromPreview,
  type LanguageRequest,
  type LanguageRequests,
  type Overlay,
  type ToPreview,
} from '../../protocol/index.js';
import { showPlace } from '../places.js';
import type { SiteRequests } from '../site-requests.js';
import { editFromPicture, hostCommands, renameAt, runForHost } from './picture-actions.js';
import { previewHtml, previewRoot } from './preview-html.js';

export const PREVIEW_TYPE = 'kvmnet.preview';

/** One pane that shows the topology of one folder. It holds no truth: it shows graphs and sends intents. */
export class PreviewPanel {
  private readonly disposables: Disposable[] = [];
  private wanted: Extract<FromPreview, { type: 'want' }> | undefined;
  private isAsking = false;
  private isOutdated = false;
  private readonly closed: Promise<void>;
  private overlays: readonly Overlay[] = [];

  constructor(
    private readonly panel: WebviewPanel,
    /** URI of the folder. */
    readonly folder: string,
    extensionUri: Uri,
    private readonly requests: SiteRequests,
    private readonly log: LogOutputChannel,
    /** Where the person is in the text. */
    private readonly cursor: () => ToPreview | undefined,
    private readonly dismiss: (kind: Overlay['kind']) => void,
  ) {
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [previewRoot(extensionUri)] };
    panel.title = `Topology: ${decodeURIComponent(folder.slice(folder.lastIndexOf('/') + 1))}`;
    panel.iconPath = Uri.joinPath(extensionUri, 'images', 'icon.png');
    this.disposables.push(webview.onDidReceiveMessage((message: unknown) => void this.receive(message)));
    this.closed = new Promise((resolve) => {
      panel.onDidDispose(() => {
        resolve();
      });
    });
    this.onClosed(() => {
      Disposable.from(...this.disposables).dispose();
    });
    webview.html = previewHtml(webview, extensionUri, folder);
  }

  onClosed(then: () => void): void {
    void this.closed.then(then);
  }

  show(): void {
    this.panel.reveal(undefined, true);
  }

  close(): void {
    this.panel.dispose();
  }

  post(message: ToPreview): void {
    void this.panel.webview.postMessage(message);
  }

  /** Kept until the next ones: a page that is loaded anew asks for its picture, and gets them with it. */
  lay(overlays: readonly Overlay[]): void {
    this.overlays = overlays;
    this.post({ type: 'overlays', overlays });
  }

  /**
   * The text has changed: the preview gets what is new since the version that it asked for last. While an answer is on its
   * way nothing more is asked: what was typed meanwhile is in the next one. A hidden preview asks when it is shown again.
   */
  async refresh(): Promise<void> {
    if (this.panel.visible) await this.update();
  }

  private async update(): Promise<void> {
    this.isOutdated = true;
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.isOutdated) {
      this.isOutdated = false;
      await this.ask();
    }
    this.isAsking = false;
  }

  private async ask(): Promise<void> {
    const { wanted } = this;
    if (!wanted) return;
    try {
      const { perspective, folding, filter, version, tidy } = wanted;
      const result = await this.requests.ask('kvmnet/graph', {
        uri: this.folder,
        perspective,
        folding,
        ...(filter && { filter }),
        ...(version !== undefined && { version }),
        ...(tidy && { tidy }),
      });
      if (result.kind !== 'nothing' && this.wanted === wanted)
        this.wanted = {
          type: 'want',
          perspective,
          folding,
          ...(filter && { filter }),
          version: result.version,
        };
      this.post({ type: 'graph', result });
      const cursor = version === undefined ? this.cursor() : undefined;
      if (cursor) this.post(cursor);
    } catch (error) {
      this.log.error(`The preview of ${this.folder} got no picture: ${String(error)}`);
      this.post({ type: 'problem', message: 'The language server gave no picture. The log says why.' });
    }
  }

  private async receive(message: unknown): Promise<void> {
    if (!isFromPreview(message)) {
      this.log.warn('The preview said something that is not understood; it is ignored.');
      return;
    }
    switch (message.type) {
      case 'want':
        if (message.version === undefined) {
          this.lay(this.overlays);
          void hostCommands().then((available) => this.post({ type: 'abilities', commands: available }));
        }
        this.wanted = message;
        return this.update();
      case 'dismiss-overlays':
        this.dismiss(message.kind);
        return;
      case 'ask-path': {
        const { id } = message;
        return this.answer('kvmnet/path', { uri: this.folder, id }, (result) => ({
          type: 'path',
          id,
          result,
        }));
      }
      case 'ask-failure':
        return this.answer('kvmnet/failure', { uri: this.folder, failed: message.failed }, (report) => ({
          type: 'failure',
          report,
        }));
      case 'find': {
        const { perspective, query, filter } = message;
        const params = { uri: this.folder, perspective, query, ...(filter && { filter }) };
        return this.answer('kvmnet/find', params, (result) => ({ type: 'found', query, result }));
      }
      case 'ask-choices':
        return this.answer('kvmnet/choices', { uri: this.folder }, (choices) => ({
          type: 'choices',
          choices,
        }));
      case 'edit':
        return this.act(() => editFromPicture(this.requests, this.folder, message.intent, message.id));
      case 'rename':
        return this.act(() => renameAt(message.origin));
      case 'run':
        return this.act(() => runForHost(message.command, this.folder, message.host));
      case 'open-source':
        return this.openSource(message);
      case 'show-problems':
        await commands.executeCommand('workbench.actions.view.problems');
        return;
      case 'export':
        return this.save(message);
      case 'copy':
        return env.clipboard.writeText(message.text);
    }
  }

  /** Passes a question of the preview on to the language server. */
  private async answer<R extends LanguageRequest>(
    request: R,
    params: LanguageRequests[R]['params'],
    say: (result: LanguageRequests[R]['result']) => ToPreview,
  ): Promise<void> {
    try {
      this.post(say(await this.requests.ask(request, params)));
    } catch (error) {
      this.log.error(`${request} for ${this.folder}: ${String(error)}`);
      this.post({ type: 'problem', message: 'The language server gave no answer. The log says why.' });
    }
  }

  private async act(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.log.error(`From the preview of ${this.folder}: ${String(error)}`);
      this.post({ type: 'problem', message: 'That could not be done. The log says why.' });
    }
  }

  private async openSource({ origin, focus }: Extract<FromPreview, { type: 'open-source' }>): Promise<void> {
    try {
      await showPlace(origin, focus);
    } catch (error) {
      this.log.error(`Cannot show ${origin.uri}: ${String(error)}`);
      this.post({ type: 'problem', message: 'The file of this element cannot be opened.' });
    }
  }

  private async save({ format, content }: Extract<FromPreview, { type: 'export' }>): Promise<void> {
    const name = `${decodeURIComponent(this.folder.slice(this.folder.lastIndexOf('/') + 1))}.${format}`;
    const target = await window.showSaveDialog({
      defaultUri: Uri.joinPath(Uri.parse(this.folder), name),
      filters: { [format.toUpperCase()]: [format] },
    });
    if (!target) return;
    const bytes = format === 'png' ? Buffer.from(content, 'base64') : Buffer.from(content, 'utf8');
    try {
      await workspace.fs.writeFile(target, bytes);
    } catch (error) {
      this.log.error(`Cannot write ${target.toString()}: ${String(error)}`);
      void window.showErrorMessage(`The picture could not be written: ${String(error)}`);
    }
  }
}
