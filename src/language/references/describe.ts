import { AstUtils, type AstNode, type AstNodeDescription, type AstNodeLocator } from 'langium';

/** A description whose path is made when somebody wants it. */
export function describe(node: AstNode, name: string, locator: AstNodeLocator): AstNodeDescription {
  const document = AstUtils.getDocument(node);
  return {
    node,
    name,
    type: node.$type,
    documentUri: document.uri,
    get path() {
      return locator.getAstNodePath(node);
    },
  };
}
