import {
  EventEmitter,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from 'vscode';

const SCHEME = 'kvmnet-log';
const DOCUMENT = Uri.from({ scheme: SCHEME, path: '/deploys.log' });

/** The log of what was deployed from this workspace, as a document to read, newest first. */
export class DeployLog implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(private readonly read: () => Promise<string>) {}

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  provideTextDocumentContent(): Promise<string> {
    return this.read();
  }

  async show(): Promise<void> {
    this.changed.fire(DOCUMENT);
    const document = await workspace.openTextDocument(DOCUMENT);
    await window.showTextDocument(document, { preview: true });
  }
}
