import type { Module } from 'langium';
import type { PartialLangiumServices, PartialLangiumSharedServices } from 'langium/lsp';
import type { KvmnetServices, KvmnetSharedServices } from '../module.js';
import { KvmnetCallHierarchy } from './call-hierarchy.js';
import { KvmnetCodeActions } from './code-action-provider.js';
import { KvmnetCodeLenses } from './code-lens-provider.js';
import { KvmnetCompletion } from './completion-provider.js';
import { KvmnetDocumentHighlights } from './document-highlights.js';
import { KvmnetDocumentLinks } from './document-links.js';
import { KvmnetDocumentSymbols } from './document-symbols.js';
import { KvmnetFoldingRanges } from './folding-ranges.js';
import { KvmnetFormatter } from './formatter.js';
import { KvmnetHover } from './hover-provider.js';
import { KvmnetInlayHints } from './inlay-hints.js';
import { KvmnetLanguageServer } from './language-server.js';
import { KvmnetRename } from './rename-provider.js';
import { KvmnetSemanticTokens } from './semantic-tokens.js';
import { KvmnetWorkspaceSymbols } from './workspace-symbols.js';

/** What the editor asks the language for: completion, hover, colours, symbols and so on. */
export const kvmnetLspModule: Module<KvmnetServices, PartialLangiumServices> = {
  lsp: {
    CallHierarchyProvider: (services) => new KvmnetCallHierarchy(services),
    CodeActionProvider: (services) => new KvmnetCodeActions(services),
    CodeLensProvider: (services) => new KvmnetCodeLenses(services),
    CompletionProvider: (services) => new KvmnetCompletion(services),
    DocumentHighlightProvider: (services) => new KvmnetDocumentHighlights(services),
    DocumentLinkProvider: (services) => new KvmnetDocumentLinks(services),
    DocumentSymbolProvider: () => new KvmnetDocumentSymbols(),
    FoldingRangeProvider: (services) => new KvmnetFoldingRanges(services),
    Formatter: (services) => new KvmnetFormatter(services),
    HoverProvider: (services) => new KvmnetHover(services),
    InlayHintProvider: (services) => new KvmnetInlayHints(services),
    RenameProvider: (services) => new KvmnetRename(services),
    SemanticTokenProvider: (services) => new KvmnetSemanticTokens(services),
  },
};

/** What is asked about no file in particular. */
export const kvmnetSharedLspModule: Module<KvmnetSharedServices, PartialLangiumSharedServices> = {
  lsp: {
    LanguageServer: (services) => new KvmnetLanguageServer(services),
    WorkspaceSymbolProvider: (services) => new KvmnetWorkspaceSymbols(services),
  },
};
