import { interruptAndCheck } from 'langium';
import type { WorkspaceSymbolProvider } from 'langium/lsp';
import {
  CancellationToken,
  SymbolKind,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';
import { searchSymbols, type SymbolSort } from '../symbols/site-symbols.js';

/** As in the outline of a file. */
const KINDS: Readonly<Record<SymbolSort, SymbolKind>> = {
  network: SymbolKind.Namespace,
  host: SymbolKind.Class,
  guest: SymbolKind.Object,
  pool: SymbolKind.Package,
  profile: SymbolKind.Interface,
  zone: SymbolKind.Key,
  nic: SymbolKind.Field,
  bond: SymbolKind.Struct,
  vlan: SymbolKind.Property,
  bridge: SymbolKind.Module,
  'virtual-network': SymbolKind.Namespace,
  'guest-nic': SymbolKind.Field,
};

/** More would not be read; what is typed next narrows the list. */
const MOST = 200;

/** Finds hosts, guests, networks and devices (`kvm1.bond0`) of all sites by name. */
export class KvmnetWorkspaceSymbols implements WorkspaceSymbolProvider {
  constructor(private readonly services: KvmnetSharedServices) {}

  async getSymbols(
    { query }: WorkspaceSymbolParams,
    cancelToken: CancellationToken = CancellationToken.None,
  ): Promise<WorkspaceSymbol[]> {
    const sites = this.services.workspace.Sites;
    const searched = [...sites.folders()].flatMap((folder) => {
      const network = sites.analysisOf(folder)?.network;
      const profiles = sites.namesOf(folder)?.profiles;
      if (!network || !profiles) return [];
      return [{ network, profiles: [...profiles.names()].flatMap((name) => profiles.get(name) ?? []) }];
    });
    const found = await searchSymbols(searched, query, MOST, () => interruptAndCheck(cancelToken));
    return found.map(({ name, sort, container, at: { uri, range } }) => ({
      name,
      kind: KINDS[sort],
      containerName: container,
      location: { uri, range },
    }));
  }
}
