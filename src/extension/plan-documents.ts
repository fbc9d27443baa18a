import {
  Disposable,
  DocumentLink,
  EventEmitter,
  Range,
  Uri,
  languages,
  workspace,
  window,
  ViewColumn,
  type DocumentLinkProvider,
  type TextDocument,
  type TextDocumentContentProvider,
} from 'vscode';

const SCHEME = 'kvmnet-plan';

/** A plan as a person reads it, and the files that it names. */
export interface PlanText {
  readonly text: string;
  /** Files as they are shown, and where they are. */
  readonly files: ReadonlyMap<string, Uri>;
}

/**
 * Plans as read-only documents, one for each host; a newer plan takes the place of the older. Places such as
 * `hosts.kvmnet:12:5` lead there.
 */
export class PlanDocuments implements TextDocumentContentProvider, DocumentLinkProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly plans = new Map<string, PlanText>();
  private readonly registrations = Disposable.from(
    workspace.registerTextDocumentContentProvider(SCHEME, this),
    languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
    workspace.onDidCloseTextDocument(({ uri }) => this.plans.delete(uri.toString())),
  );

  dispose(): void {
    this.registrations.dispose();
    this.changed.dispose();
  }

  provideTextDocumentContent(uri: Uri): string {
    return (
      this.plans.get(uri.toString())?.text ??
      'This plan was made before the window was opened anew. Plan again: the host may have changed.\n'
    );
  }

  provideDocumentLinks(document: TextDocument): DocumentLink[] {
    const files = this.plans.get(document.uri.toString())?.files ?? new Map<string, Uri>();
    const text = document.getText();
    return [...text.matchAll(/ {2}(?<file>\S.*?):(?<line>\d+):(?<column>\d+)$/gm)].flatMap((match) => {
      const { file = '', line = '', column = '' } = match.groups ?? {};
      // A value may stand before the place, behind two blanks of its own: the longest file that is known counts.
      const known = [...files.keys()].filter((name) => file === name || file.endsWith(`  ${name}`));
      const [name] = known.sort((one, other) => other.length - one.length);
      const target = name === undefined ? undefined : files.get(name);
      if (name === undefined || !target) return [];
      const end = match.index + match[0].length;
      const start = end - `${name}:${line}:${column}`.length;
      const range = new Range(document.positionAt(start), document.positionAt(end));
      const link = new DocumentLink(range, target.with({ fragment: `L${line},${column}` }));
      link.tooltip = 'Show the line that this follows from';
      return [link];
    });
  }

  async show(host: string, plan: PlanText): Promise<void> {
    const uri = Uri.from({
      scheme: SCHEME,
      path: `/${host.replace(/[%/\\?#]/g, encodeURIComponent)}.kvmnet-plan`,
    });
    this.plans.set(uri.toString(), plan);
    this.changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { viewColumn: ViewColumn.Active, preview: false });
  }
}
