import type { LangiumDocument } from 'langium';
import type { DocumentLinkProvider } from 'langium/lsp';
import type { DocumentLink } from 'vscode-languageserver';
import type { KvmnetServices } from '../module.js';
import { resolveImport } from '../site/imports.js';

/** Imports open the file that they name. One that is not there has a finding instead. */
export class KvmnetDocumentLinks implements DocumentLinkProvider {
  constructor(private readonly services: KvmnetServices) {}

  getDocumentLinks({ uri, textDocument }: LangiumDocument): DocumentLink[] {
    const sites = this.services.shared.workspace.Sites;
    const imports = sites.declarationsOf(uri.toString())?.imports ?? [];
    return imports.flatMap(({ value, origin: { range } }) => {
      const target = resolveImport(uri.toString(), value);
      if (!sites.declarationsOf(target)) return [];
      return [{ range: insideQuotes(range, textDocument.getText(range)), target, tooltip: 'Open the file' }];
    });
  }
}

function insideQuotes(range: DocumentLink['range'], text: string): DocumentLink['range'] {
  if (!/^".*"$/.test(text)) return range;
  const { start, end } = range;
  return {
    start: { ...start, character: start.character + 1 },
    end: { ...end, character: end.character - 1 },
  };
}
