import {
  EventEmitter,
  Uri,
  workspace,
  window,
  ViewColumn,
  type Disposable,
  type TextDocumentContentProvider,
} from 'vscode';

const SCHEME = 'kvmnet-plan';

/** Plans as read-only documents, one for each host; a newer plan takes the place of the older. */
export class PlanDocuments implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();
  private readonly registration: Disposable;

  constructor() {
    this.registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  async show(host: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${encodeURIComponent(host)}.plan` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { viewColumn: ViewColumn.Active, preview: false });
  }
}
