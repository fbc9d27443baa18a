import type { Module } from 'langium';
import type { PartialLangiumServices } from 'langium/lsp';
import type { KvmnetServices } from '../module.js';
import { KvmnetCodeActions } from './code-action-provider.js';
import { KvmnetCodeLenses } from './code-lens-provider.js';
import { KvmnetCompletion } from './completion-provider.js';
import { KvmnetDocumentSymbols } from './document-symbols.js';
import { KvmnetFormatter } from './formatter.js';
import { KvmnetHover } from './hover-provider.js';
import { KvmnetSemanticTokens } from './semantic-tokens.js';

/** What the editor asks the language for: completion, hover, colours, symbols and so on. */
export const kvmnetLspModule: Module<KvmnetServices, PartialLangiumServices> = {
  lsp: {
    CodeActionProvider: (services) => new KvmnetCodeActions(services),
    CodeLensProvider: (services) => new KvmnetCodeLenses(services),
    CompletionProvider: (services) => new KvmnetCompletion(services),
    DocumentSymbolProvider: () => new KvmnetDocumentSymbols(),
    Formatter: (services) => new KvmnetFormatter(services),
    HoverProvider: (services) => new KvmnetHover(services),
    SemanticTokenProvider: (services) => new KvmnetSemanticTokens(services),
  },
};
