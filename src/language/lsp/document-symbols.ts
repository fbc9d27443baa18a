import type { AstNode, LangiumDocument } from 'langium';
import { AstUtils, GrammarUtils } from 'langium';
import type { DocumentSymbolProvider } from 'langium/lsp';
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';

const KINDS: Readonly<Record<string, { readonly kind: SymbolKind; readonly detail: string }>> = {
  NetworkBlock: { kind: SymbolKind.Namespace, detail: 'network' },
  PoolBlock: { kind: SymbolKind.Package, detail: 'pool' },
  ProfileBlock: { kind: SymbolKind.Interface, detail: 'profile' },
  HostBlock: { kind: SymbolKind.Class, detail: 'host' },
  ZoneBlock: { kind: SymbolKind.Key, detail: 'zone' },
  NicBlock: { kind: SymbolKind.Field, detail: 'nic' },
  BondBlock: { kind: SymbolKind.Struct, detail: 'bond' },
  VlanBlock: { kind: SymbolKind.Property, detail: 'vlan' },
  BridgeBlock: { kind: SymbolKind.Module, detail: 'bridge' },
  VirtualNetworkBlock: { kind: SymbolKind.Namespace, detail: 'network of libvirt' },
  GuestBlock: { kind: SymbolKind.Object, detail: 'guest' },
  GuestNicBlock: { kind: SymbolKind.Field, detail: 'nic' },
};

/** The outline: declarations, their devices, guests and their NICs. */
export class KvmnetDocumentSymbols implements DocumentSymbolProvider {
  getSymbols(document: LangiumDocument): DocumentSymbol[] {
    return symbolsIn(document.parseResult.value);
  }
}

function symbolsIn(node: AstNode): DocumentSymbol[] {
  return AstUtils.streamContents(node)
    .flatMap((child) => symbolOf(child))
    .toArray();
}

function symbolOf(node: AstNode): DocumentSymbol[] {
  const description = KINDS[node.$type];
  const whole = node.$cstNode;
  if (!description || !whole) return [];
  const nameNode = GrammarUtils.findNodeForProperty(whole, 'name');
  const written = 'name' in node && typeof node.name === 'string' ? node.name : '';
  const name = written === '' ? unnamed(node) : written;
  const detail = 'kind' in node && typeof node.kind === 'string' ? node.kind : description.detail;
  return [
    {
      name,
      detail,
      kind: description.kind,
      range: whole.range,
      selectionRange: (nameNode ?? whole).range,
      children: symbolsIn(node),
    },
  ];
}

/** A guest's NIC without a name is called after what it plugs into. */
function unnamed(node: AstNode): string {
  const attachment = AstUtils.streamContents(node).find((child) => child.$type === 'Attachment');
  return attachment?.$cstNode?.text.replace(/^\S+\s+/, '') ?? `(${KINDS[node.$type]?.detail ?? 'unnamed'})`;
}
