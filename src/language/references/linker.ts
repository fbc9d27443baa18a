import {
  DefaultLinker,
  type AstNode,
  type AstNodeDescription,
  type CstNode,
  type LinkingError,
  type Reference,
  type ReferenceInfo,
} from 'langium';

/**
 * References that are looked up each time they are followed. Nothing is stored in a document that another document could
 * make stale, so that a change anywhere costs the other documents nothing. What is unknown, the lowering reports: names
 * of derived devices have no node to link to.
 */
export class KvmnetLinker extends DefaultLinker {
  override link(): Promise<void> {
    return Promise.resolve();
  }

  override unlink(): void {
    // There is nothing to forget.
  }

  override buildReference(
    node: AstNode,
    property: string,
    refNode: CstNode | undefined,
    refText: string,
  ): Reference {
    const describe = (info: ReferenceInfo): AstNodeDescription | undefined =>
      this.scopeProvider.getScope(info).getElement(refText);
    const error = (info: ReferenceInfo): LinkingError => this.createLinkingError(info);
    const reference: Reference = {
      ...(refNode && { $refNode: refNode }),
      $refText: refText,
      get ref() {
        return this.$nodeDescription?.node;
      },
      get $nodeDescription() {
        return describe({ reference, container: node, property });
      },
      get error() {
        const info = { reference, container: node, property };
        return describe(info) ? undefined : error(info);
      },
    } as Reference;
    return reference;
  }
}
