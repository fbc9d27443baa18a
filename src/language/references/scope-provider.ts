import {
  stream,
  type AstNodeDescription,
  type AstNodeLocator,
  type ReferenceInfo,
  type Scope,
  type ScopeProvider,
  type Stream,
} from 'langium';
import type { KvmnetServices } from '../module.js';
import type { Sites } from '../workspace/sites.js';
import { describe } from './describe.js';
import { scopeFor } from './resolve-name.js';

/** Scopes that look a name up in a table, and make descriptions only of what is asked for. */
export class KvmnetScopeProvider implements ScopeProvider {
  private readonly locator: AstNodeLocator;
  private readonly sites: () => Sites;

  constructor(services: KvmnetServices) {
    this.locator = services.workspace.AstNodeLocator;
    this.sites = () => services.shared.workspace.Sites;
  }

  getScope({ container, property }: ReferenceInfo): Scope {
    const { locator } = this;
    const scope = scopeFor(container, property, this.sites());
    const find = (name: string): AstNodeDescription | undefined => {
      const node = scope.find(name);
      return node && describe(node, name, locator);
    };
    return {
      getElement: find,
      getElements: (name): Stream<AstNodeDescription> => {
        const found = find(name);
        return stream(found ? [found] : []);
      },
      getAllElements: () => stream([...scope.all()].map(({ name, node }) => describe(node, name, locator))),
    };
  }
}
