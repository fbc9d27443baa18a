import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  inject,
  type DeepPartial,
  type DefaultSharedCoreModuleContext,
  type LangiumCoreServices,
  type LangiumSharedCoreServices,
  type Module,
  type PartialLangiumCoreServices,
} from 'langium';
import {
  createDefaultModule,
  createDefaultSharedModule,
  type DefaultSharedModuleContext,
  type LangiumServices,
  type LangiumSharedServices,
} from 'langium/lsp';
import { KVMNetGeneratedModule, KVMNetGeneratedSharedModule } from './generated/module.js';
import { kvmnetLspModule, kvmnetSharedLspModule } from './lsp/module.js';
import { ReadingSettings } from './lsp/reading-settings.js';
import { KvmnetLinker } from './references/linker.js';
import { KvmnetScopeComputation } from './references/scope-computation.js';
import { KvmnetScopeProvider } from './references/scope-provider.js';
import { KvmnetDocumentValidator } from './report/document-validator.js';
import { RulePages } from './report/rule-pages.js';
import { KvmnetParserErrorMessageProvider } from './syntax/error-messages.js';
import { createKvmnetParser, type KvmnetParser } from './syntax/parser.js';
import { KvmnetLexer } from './tokens/lexer.js';
import { KvmnetValueConverter } from './tokens/value-converter.js';
import { KvmnetDocumentBuilder } from './workspace/document-builder.js';
import { KvmnetDocumentFactory } from './workspace/document-factory.js';
import { KvmnetIndexManager } from './workspace/index-manager.js';
import { ObservedNics } from './workspace/observed-nics.js';
import { Sites } from './workspace/sites.js';
import { KvmnetWorkspaceManager } from './workspace/workspace-manager.js';

export interface KvmnetAddedServices {
  readonly parser: { readonly Lexer: KvmnetLexer; readonly LangiumParser: KvmnetParser };
}
export type KvmnetCoreServices = LangiumCoreServices & KvmnetAddedServices;

export interface KvmnetAddedSharedServices {
  readonly workspace: {
    /** What is known of every site, kept up to date. */
    readonly Sites: Sites;
    /** What the hosts really have, as far as anybody has looked. */
    readonly ObservedNics: ObservedNics;
    readonly RulePages: RulePages;
    readonly ReadingSettings: ReadingSettings;
  };
}
export type KvmnetSharedServices = LangiumSharedServices & KvmnetAddedSharedServices;
export type KvmnetServices = LangiumServices &
  KvmnetAddedServices & { readonly shared: KvmnetSharedServices };

/** What the language needs everywhere: in the editor, on the command line, in tests. */
export const kvmnetCoreModule: Module<KvmnetCoreServices, PartialLangiumCoreServices & KvmnetAddedServices> =
  {
    parser: {
      Lexer: (services) => new KvmnetLexer(services),
      LangiumParser: (services) => createKvmnetParser(services),
      ValueConverter: () => new KvmnetValueConverter(),
      ParserErrorMessageProvider: (services) => new KvmnetParserErrorMessageProvider(services),
    },
  };

/** What an editor needs besides: names that can be followed, and diagnostics. */
export const kvmnetEditorModule: Module<KvmnetServices, PartialLangiumCoreServices> = {
  references: {
    Linker: (services) => new KvmnetLinker(services),
    ScopeComputation: () => new KvmnetScopeComputation(),
    ScopeProvider: (services) => new KvmnetScopeProvider(services),
  },
  validation: {
    DocumentValidator: (services) => new KvmnetDocumentValidator(services),
  },
};

export const kvmnetSharedModule: Module<
  KvmnetSharedServices,
  DeepPartial<LangiumSharedServices> & KvmnetAddedSharedServices
> = {
  workspace: {
    Sites: (services) => new Sites(() => services.ServiceRegistry.all.find(isKvmnet)),
    ObservedNics: () => new ObservedNics(),
    RulePages: () => new RulePages(),
    ReadingSettings: () => new ReadingSettings(),
    IndexManager: (services) => new KvmnetIndexManager(services),
    DocumentBuilder: (services) => new KvmnetDocumentBuilder(services),
    LangiumDocumentFactory: (services) => new KvmnetDocumentFactory(services),
    WorkspaceManager: (services) => new KvmnetWorkspaceManager(services),
  },
};

const isKvmnet = (services: LangiumCoreServices): services is KvmnetCoreServices =>
  services.parser.Lexer instanceof KvmnetLexer;

/** The language without an editor: enough to read text. */
export function createCoreServices(context: DefaultSharedCoreModuleContext): {
  readonly shared: LangiumSharedCoreServices;
  readonly kvmnet: KvmnetCoreServices;
} {
  const shared = inject(createDefaultSharedCoreModule(context), KVMNetGeneratedSharedModule);
  const kvmnet = inject(createDefaultCoreModule({ shared }), KVMNetGeneratedModule, kvmnetCoreModule);
  shared.ServiceRegistry.register(kvmnet);
  return { shared, kvmnet };
}

/** The language with everything that an editor asks for. */
export function createKvmnetServices(context: DefaultSharedModuleContext): {
  readonly shared: KvmnetSharedServices;
  readonly kvmnet: KvmnetServices;
} {
  const shared = inject(
    createDefaultSharedModule(context),
    KVMNetGeneratedSharedModule,
    kvmnetSharedModule,
    kvmnetSharedLspModule,
  );
  const kvmnet = inject(
    createDefaultModule({ shared }),
    KVMNetGeneratedModule,
    kvmnetCoreModule,
    kvmnetEditorModule,
    kvmnetLspModule,
  );
  shared.ServiceRegistry.register(kvmnet);
  return { shared, kvmnet };
}
