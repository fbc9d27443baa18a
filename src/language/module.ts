import {
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  inject,
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
import { kvmnetLspModule } from './lsp/module.js';
import { KvmnetParserErrorMessageProvider } from './syntax/error-messages.js';
import { createKvmnetParser } from './syntax/parser.js';
import { KvmnetLexer } from './tokens/lexer.js';
import { KvmnetValueConverter } from './tokens/value-converter.js';

export interface KvmnetAddedServices {
  readonly parser: { readonly Lexer: KvmnetLexer };
}
export type KvmnetCoreServices = LangiumCoreServices & KvmnetAddedServices;
export type KvmnetServices = LangiumServices & KvmnetAddedServices;

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
  readonly shared: LangiumSharedServices;
  readonly kvmnet: KvmnetServices;
} {
  const shared = inject(createDefaultSharedModule(context), KVMNetGeneratedSharedModule);
  const kvmnet = inject(
    createDefaultModule({ shared }),
    KVMNetGeneratedModule,
    kvmnetCoreModule,
    kvmnetLspModule,
  );
  shared.ServiceRegistry.register(kvmnet);
  return { shared, kvmnet };
}
