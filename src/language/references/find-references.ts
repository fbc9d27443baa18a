import {
  AstUtils,
  stream,
  URI,
  type AstNode,
  type CstNode,
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
  const uris = new Set(sites.foldersWith(targetUri.toString()).flatMap((folder) => sites.filesOf(folder)));
  return stream(
    [...uris].flatMap((uri) => {
      const document = documents.getDocument(URI.parse(uri));
      return (document ? referencesIn(document, target) : []).map(({ offset, end, range }) => ({
        sourceUri: URI.parse(uri),
        sourcePath: '',
        targetUri,
        targetPath,
        segment: { offset, end, length: end - offset, range },
        local: uri === targetUri.toString(),
      }));
    }),
  );
}

/** The words of one file that refer to a node. */
export function referencesIn(document: LangiumDocument, target: AstNode): readonly CstNode[] {
  const name = 'name' in target && typeof target.name === 'string' ? target.name : undefined;
  if (name === undefined || !document.textDocument.getText().includes(name)) return [];
  const mentions = (text: string): boolean => text === name || text.endsWith(`.${name}`);
  const found: CstNode[] = [];
  for (const node of AstUtils.streamAst(document.parseResult.value))
    for (const { reference } of AstUtils.streamReferences(node))
      if (
        'ref' in reference &&
        reference.$refNode &&
        mentions(reference.$refText) &&
        reference.ref === target
      )
        found.push(reference.$refNode);
  return found;
}
