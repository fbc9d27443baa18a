import type { Module } from 'langium';
import type { PartialLangiumServices } from 'langium/lsp';
import type { KvmnetServices } from '../module.js';
import { KvmnetDocumentSymbols } from './document-symbols.js';
import { KvmnetFormatter } from './formatter.js';
import { KvmnetSemanticTokens } from './semantic-tokens.js';

/** What the editor asks the language for: completion, hover, colours, symbols and so on. */
export const kvmnetLspModule: Module<KvmnetServices, PartialLangiumServices> = {
  lsp: {
    Formatter: (services) => new KvmnetFormatter(services),
    SemanticTokenProvider: (services) => new KvmnetSemanticTokens(services),
    DocumentSymbolProvider: () => new KvmnetDocumentSymbols(),
  },
};
