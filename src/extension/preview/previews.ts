import {
  Disposable,
  ViewColumn,
  window,
  workspace,
  type ExtensionContext,
  type LogOutputChannel,
  type Position,
  type TextDocument,
  type TextEditor,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import { isPreviewState, type Overlay, type ToPreview } from '../../protocol/index.js';
import { folderOf, siteFolder } from '../places.js';
import type { SiteRequests } from '../site-requests.js';
import { PREVIEW_TYPE, PreviewPanel } from './preview-panel.js';

const OUTDATED = ' · the text has changed since';

/** The open previews, one for each folder. */
export class Previews implements Disposable {
  private readonly panels = new Map<string, PreviewPanel>();
  private readonly disposables: Disposable[] = [];
  /** By folder and by who said it. */
  private readonly overlays = new Map<string, Map<string, Overlay>>();
  /** By folder: where the cursor was last. The picture gets focus and the editor none, so it cannot be asked for later. */
  private readonly cursors = new Map<string, Extract<ToPreview, { type: 'cursor' }>>();
  private openedByItself = false;

  constructor(
    private readonly context: ExtensionContext,
    private readonly requests: SiteRequests,
    private readonly log: LogOutputChannel,
  ) {
    this.disposables.push(
      window.registerWebviewPanelSerializer(PREVIEW_TYPE, {
        deserializeWebviewPanel: (panel, state: unknown) => this.restore(panel, state),
      }),
      window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const [selection] = selections;
        if (selection) this.follow(textEditor.document, selection.active);
      }),
      window.onDidChangeActiveTextEditor((editor) => {
        this.followEditor(editor);
        this.openAutomatically();
      }),
    );
    this.followEditor(window.activeTextEditor);
  }

  /** The picture of a folder has changed: a plan of it was made for another text. */
  refresh(folder: string): void {
    for (const [source, overlay] of this.overlays.get(folder) ?? []) {
      if (overlay.kind === 'plan' && !overlay.title.endsWith(OUTDATED))
        this.lay(folder, source, { ...overlay, title: `${overlay.title}${OUTDATED}` });
    }
    void this.panels.get(folder)?.refresh();
  }

  open(uri: Uri): void {
    const folder = siteFolder(uri);
    const open = this.panels.get(folder);
    if (open) {
      open.show();
      return;
    }
    const panel = window.createWebviewPanel(
      PREVIEW_TYPE,
      'Topology',
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true },
    );
    this.add(panel, folder);
  }

  /**
   * Lays something over the picture of a folder, now and whenever it is opened; it takes the place of what the same source
   * said before.
   *
   * @param source who says it, for example `plan kvm1`
   * @param overlay absent: nothing any more
   */
  lay(folder: string, source: string, overlay: Overlay | undefined): void {
    const known = this.overlays.get(folder) ?? new Map<string, Overlay>();
    this.overlays.set(folder, known);
    if (overlay) known.set(source, overlay);
    else known.delete(source);
    this.panels.get(folder)?.lay([...known.values()]);
  }

  /** Where the person wants it: beside the first KVMNet file of a window. */
  openAutomatically(): void {
    const document = window.activeTextEditor?.document;
    if (this.openedByItself || document?.languageId !== 'kvmnet') return;
    this.openedByItself = true;
    if (workspace.getConfiguration('kvmnet').get<boolean>('preview.openAutomatically') === true)
      this.open(document.uri);
  }

  dispose(): void {
    Disposable.from(...this.disposables).dispose();
    for (const panel of this.panels.values()) panel.close();
  }

  private followEditor(editor: TextEditor | undefined): void {
    if (editor) this.follow(editor.document, editor.selection.active);
  }

  private follow({ languageId, uri }: TextDocument, { line, character }: Position): void {
    if (languageId !== 'kvmnet') return;
    const cursor = { type: 'cursor', uri: uri.toString(), position: { line, character } } as const;
    this.cursors.set(folderOf(uri), cursor);
    this.panels.get(folderOf(uri))?.post(cursor);
  }

  private restore(panel: WebviewPanel, state: unknown): Promise<void> {
    if (isPreviewState(state) && !this.panels.has(state.folder)) {
      this.openedByItself = true;
      this.add(panel, state.folder);
    } else panel.dispose();
    return Promise.resolve();
  }

  private add(panel: WebviewPanel, folder: string): void {
    const preview = new PreviewPanel(
      panel,
      folder,
      this.context.extensionUri,
      this.requests,
      this.log,
      () => this.cursors.get(folder),
      (kind) => {
        for (const [source, overlay] of this.overlays.get(folder) ?? []) {
          if (overlay.kind === kind) this.lay(folder, source, undefined);
        }
      },
    );
    this.panels.set(folder, preview);
    preview.lay([...(this.overlays.get(folder)?.values() ?? [])]);
    preview.onClosed(() => this.panels.delete(folder));
  }
}
