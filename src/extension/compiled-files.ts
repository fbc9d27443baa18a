import type { Disposable } from 'vscode';
import {
  EventEmitter,
  Uri,
  window,
  workspace,
  type TextDocumentContentProvider,
  type QuickPickItem,
} from 'vscode';
import type { CompiledHost } from '../compiler/index.js';
import type { NotChecked } from '../protocol/index.js';
import { showPlace } from './places.js';
import type { SiteRequests } from './site-requests.js';

const SCHEME = 'kvmnet-compiled';

/** Read-only documents with the files that a host would get, always from the text as it is now. */
export class CompiledFiles implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration: Disposable;

  constructor(private readonly requests: SiteRequests) {
    this.registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  /** The text of a site has changed: documents that are open show their files anew. */
  refresh(): void {
    for (const { uri } of workspace.textDocuments) if (uri.scheme === SCHEME) this.changed.fire(uri);
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const { site, host } = parse(uri);
    const result = await this.requests.ask('kvmnet/compiledFiles', { uri: site, host });
    if (result.kind === 'errors') return result.message;
    const path = uri.path.slice(uri.path.indexOf('/', 1));
    const artifact = result.hosts[0]?.artifacts.find((candidate) => candidate.path === path);
    return artifact?.content ?? `${host} does not get this file any more.\n`;
  }

  /** Lets the person pick one of the files that the site compiles to. */
  async choose(source: Uri, host: string | undefined): Promise<void> {
    const site = source.toString();
    const result = await this.requests.ask('kvmnet/compiledFiles', {
      uri: site,
      ...(host !== undefined && { host }),
    });
    if (result.kind === 'errors') return showErrors(result);
    const picked = await window.showQuickPick(
      result.hosts.flatMap((one) => itemsOf(one, site)),
      {
        title: 'KVMNet: compiled files',
        placeHolder: 'Which file?',
        matchOnDescription: true,
      },
    );
    if (!picked) return;
    const document = await workspace.openTextDocument(picked.target);
    await window.showTextDocument(document, { preview: true });
  }
}

interface CompiledFileItem extends QuickPickItem {
  readonly target: Uri;
}

function itemsOf({ name, artifacts }: CompiledHost, site: string): readonly CompiledFileItem[] {
  return artifacts.map(({ path, kind }) => ({
    label: path.slice(path.lastIndexOf('/') + 1),
    description: `${name} · ${kind.replace('-', ' ')}`,
    detail: path,
    target: Uri.from({ scheme: SCHEME, path: `/${encodeURIComponent(name)}${path}`, query: site }),
  }));
}

function parse({ path, query }: Uri): { readonly site: string; readonly host: string } {
  return { site: query, host: decodeURIComponent(path.slice(1, path.indexOf('/', 1))) };
}

/** Says why nothing can be compiled or deployed, and leads to the first error. */
export async function showErrors({ message, first }: NotChecked): Promise<void> {
  const show = 'Show the First';
  const answer = await window.showErrorMessage(message, ...(first ? [show] : []));
  if (answer === show && first) await showPlace(first, true);
}
