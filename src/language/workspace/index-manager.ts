import {
  DefaultIndexManager,
  EMPTY_STREAM,
  type LangiumDocument,
  type Stream,
  type ReferenceDescription,
  type AstNode,
  type URI,
} from 'langium';
import { findReferences } from '../references/find-references.js';
import type { KvmnetSharedServices } from '../module.js';
import type { Sites } from './sites.js';

/**
 * Hands every parsed document to the sites, which are the index of names. References are not indexed: who refers to a
 * name is looked for when somebody asks.
 */
export class KvmnetIndexManager extends DefaultIndexManager {
  private readonly sites: Sites;

  constructor(services: KvmnetSharedServices) {
    super(services);
    this.sites = services.workspace.Sites;
  }

  override updateContent(document: LangiumDocument): Promise<void> {
    this.sites.put(document);
    return Promise.resolve();
  }

  override updateReferences(): Promise<void> {
    return Promise.resolve();
  }

  override remove(uri: URI): void {
    this.sites.remove(uri.toString());
    super.remove(uri);
  }

  override isAffected(): boolean {
    return false;
  }

  override allElements(): Stream<never> {
    return EMPTY_STREAM as Stream<never>;
  }

  override findAllReferences(target: AstNode, path: string): Stream<ReferenceDescription> {
    return findReferences(target, path, this.sites, this.documents);
  }
}
