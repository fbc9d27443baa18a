import {
  AstUtils,
  stream,
  URI,
  type AstNode,
  type LangiumDocument,
  type LangiumDocuments,
  type ReferenceDescription,
  type Stream,
} from 'langium';
import type { Sites } from '../workspace/sites.js';

/** Everything that refers to a node, in all sites that see it. Files without its name are not looked into. */
export function findReferences(
  target: AstNode,
  targetPath: string,
  sites: Sites,
  documents: LangiumDocuments,
): Stream<ReferenceDescription> {
  const targetUri = AstUtils.getDocument(target).uri;
  const name = 'name' in target && typeof target.name === 'string' ? target.name : undefined;
  if (name === undefined) return stream([]);
  const uris = new Set(sites.foldersWith(targetUri.toString()).flatMap((folder) => sites.filesOf(folder)));
  return stream(
    [...uris].flatMap((uri) => {
      const document = documents.getDocument(URI.parse(uri));
      return document?.textDocument.getText().includes(name) === true ? referencesIn(document) : [];
    }),
  );

  function referencesIn(document: LangiumDocument): ReferenceDescription[] {
    const found: ReferenceDescription[] = [];
    for (const node of AstUtils.streamAst(document.parseResult.value)) {
      for (const { reference } of AstUtils.streamReferences(node)) {
        if (
          !('ref' in reference) ||
          !reference.$refNode ||
          !mentions(reference.$refText) ||
          reference.ref !== target
        )
          continue;
        const { offset, end, range } = reference.$refNode;
        found.push({
          sourceUri: document.uri,
          sourcePath: '',
          targetUri,
          targetPath,
          segment: { offset, end, length: end - offset, range },
          local: document.uri.toString() === targetUri.toString(),
        });
      }
    }
    return found;
  }

  function mentions(text: string): boolean {
    return text === name || text.endsWith(`.${name ?? ''}`);
  }
}
