import {
  DefaultLangiumDocumentFactory,
  type AstNode,
  type LangiumDocuments,
  type ParseResult,
  type URI,
} from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';
import { KvmnetParser } from '../syntax/parser.js';

/** Parses a file that is known already from what was known of it. */
export class KvmnetDocumentFactory extends DefaultLangiumDocumentFactory {
  private readonly documents: () => LangiumDocuments;

  constructor(services: KvmnetSharedServices) {
    super(services);
    // The documents are made with this factory.
    this.documents = () => services.workspace.LangiumDocuments;
  }

  protected override async parseAsync<T extends AstNode>(
    uri: URI,
    text: string,
    token: CancellationToken,
  ): Promise<ParseResult<T>> {
    const known = this.documents().getDocument(uri);
    const parser = this.serviceRegistry.getServices(uri).parser.LangiumParser;
    if (!known || !(parser instanceof KvmnetParser)) return super.parseAsync(uri, text, token);
    return parser.parseAgain(known.parseResult, text) as unknown as ParseResult<T>;
  }
}
