import { EmptyFileSystem, URI, type LangiumDocument } from 'langium';
import { createKvmnetServices } from '../../../src/language/module.js';

export const uriOf = (name: string): URI => URI.parse(`file:///site/${name}`);

/** An editor in which the files of one folder are open. `close` empties it for the next test: a new one takes its time. */
export async function openEditor(
  files: Readonly<Record<string, string>>,
  { shared, kvmnet } = createKvmnetServices(EmptyFileSystem),
) {
  const { LangiumDocuments, LangiumDocumentFactory, DocumentBuilder } = shared.workspace;
  const documents = Object.entries(files).map(([name, text]) =>
    LangiumDocumentFactory.fromString(text, uriOf(name)),
  );
  for (const document of documents) LangiumDocuments.addDocument(document);
  await DocumentBuilder.build(documents, { validation: true });
  const document = (name: string): LangiumDocument => {
    const found = LangiumDocuments.getDocument(uriOf(name));
    if (!found) throw new Error(`No ${name}.`);
    return found;
  };
  const close = (): Promise<void> =>
    DocumentBuilder.update(
      [],
      documents.map(({ uri }) => uri),
    );
  return { shared, kvmnet, document, close };
}

/** A text with a bar where the cursor is: the text without it, and its offset. */
export function atBar(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('There is no | in the text.');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
