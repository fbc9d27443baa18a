import {
  MultiMap,
  type AstNode,
  type AstNodeDescription,
  type LocalSymbols,
  type ScopeComputation,
} from 'langium';

/** Names are looked up in the declarations of the site: documents need not be searched for them on every change. */
export class KvmnetScopeComputation implements ScopeComputation {
  collectExportedSymbols(): Promise<AstNodeDescription[]> {
    return Promise.resolve([]);
  }

  collectLocalSymbols(): Promise<LocalSymbols> {
    return Promise.resolve(new MultiMap<AstNode, AstNodeDescription>());
  }
}
