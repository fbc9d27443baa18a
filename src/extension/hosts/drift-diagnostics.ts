import { Diagnostic, DiagnosticSeverity, Disposable, languages, Uri, workspace } from 'vscode';
import { folderOf, isSource, rangeOf } from '../places.js';
import type { HostStatuses } from './host-statuses.js';

/**
 * Where hosts have left what the text says, as information on the lines. It was true when the host was looked at: once the
 * text changes nobody knows, and it goes.
 */
export class DriftDiagnostics implements Disposable {
  private readonly collection = languages.createDiagnosticCollection('kvmnet-drift');
  /** Files with something in them, by folder. */
  private readonly marked = new Map<string, readonly Uri[]>();
  private readonly registrations: Disposable;

  constructor(private readonly statuses: HostStatuses) {
    this.registrations = Disposable.from(
      this.collection,
      statuses.onDidChange(({ folder }) => this.show(folder)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isSource(document.uri)) statuses.textChanged(folderOf(document.uri));
      }),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private show(folder: string): void {
    const files = new Map<string, Diagnostic[]>();
    for (const [host, { shown, outdated }] of this.statuses.entries(folder)) {
      if (!shown || outdated || shown.status.state !== 'drift') continue;
      for (const { difference, text } of shown.differences) {
        // What was not deployed yet is no news to whoever writes it.
        if (!difference.origin || difference.cause === 'text') continue;
        const { uri, range } = difference.origin;
        const diagnostic = new Diagnostic(
          rangeOf(range),
          `${host} has drifted: ${text}.`,
          DiagnosticSeverity.Information,
        );
        diagnostic.source = 'kvmnet status';
        diagnostic.code = 'drift';
        const known = files.get(uri);
        if (known) known.push(diagnostic);
        else files.set(uri, [diagnostic]);
      }
    }
    for (const uri of this.marked.get(folder) ?? [])
      if (!files.has(uri.toString())) this.collection.delete(uri);
    for (const [uri, diagnostics] of files) this.collection.set(Uri.parse(uri), diagnostics);
    this.marked.set(
      folder,
      [...files.keys()].map((uri) => Uri.parse(uri)),
    );
  }
}
