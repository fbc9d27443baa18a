import { interruptAndCheck, type LangiumDocument } from 'langium';
import type { CallHierarchyProvider } from 'langium/lsp';
import {
  CancellationToken,
  SymbolKind,
  type CallHierarchyIncomingCall,
  type CallHierarchyIncomingCallsParams,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyOutgoingCallsParams,
  type CallHierarchyPrepareParams,
  type Range,
} from 'vscode-languageserver';
import { nameOfId, type Element, type Origin } from '../../model/index.js';
import { above, below, idOf, isLayer, layerOf, type Contact, type Layer } from '../hierarchy/stack.js';
import type { KvmnetServices } from '../module.js';
import { meaningsAt } from '../places/subjects-at.js';
import type { Subject } from '../places/subject.js';
import type { Sites } from '../workspace/sites.js';

/** More would not be read. */
const MOST = 100;

/**
 * What stands on what, as a call hierarchy: “incoming” are the devices, networks and guests that stand on something,
 * “outgoing” what it stands on.
 */
export class KvmnetCallHierarchy implements CallHierarchyProvider {
  constructor(private readonly services: KvmnetServices) {}

  prepareCallHierarchy(
    document: LangiumDocument,
    { position }: CallHierarchyPrepareParams,
  ): CallHierarchyItem[] | undefined {
    const items = meaningsAt(this.sites, document.uri.toString(), position).flatMap(({ folder, subjects }) =>
      startingLayers(subjects).map((layer) => itemOf(layer, folder)),
    );
    return items.length === 0 ? undefined : items.slice(0, MOST);
  }

  async incomingCalls(
    { item }: CallHierarchyIncomingCallsParams,
    cancelToken: CancellationToken = CancellationToken.None,
  ): Promise<CallHierarchyIncomingCall[] | undefined> {
    await interruptAndCheck(cancelToken);
    return this.contacts(item, above)?.map(({ layer, said, folder }) => {
      const from = itemOf(layer, folder);
      return { from, fromRanges: rangesIn(from.uri, said, from.selectionRange) };
    });
  }

  async outgoingCalls(
    { item }: CallHierarchyOutgoingCallsParams,
    cancelToken: CancellationToken = CancellationToken.None,
  ): Promise<CallHierarchyOutgoingCall[] | undefined> {
    await interruptAndCheck(cancelToken);
    return this.contacts(item, below)?.map(({ layer, said, folder }) => ({
      to: itemOf(layer, folder),
      fromRanges: rangesIn(item.uri, said, item.selectionRange),
    }));
  }

  private get sites(): Sites {
    return this.services.shared.workspace.Sites;
  }

  /** The site may have changed since the item was handed out: what is gone has no contacts. */
  private contacts(
    { data }: CallHierarchyItem,
    towards: typeof above,
  ): readonly (Contact & { readonly folder: string })[] | undefined {
    if (!isItemData(data)) return undefined;
    const { folder, id } = data;
    const index = this.sites.analysisOf(folder)?.index;
    const layer = index && layerOf(id, index);
    if (!index || !layer) return undefined;
    return towards(layer, index)
      .slice(0, MOST)
      .map((contact) => ({ ...contact, folder }));
  }
}

/** What an item carries from one request to the next. */
interface ItemData {
  readonly folder: string;
  readonly id: string;
}

function isItemData(data: unknown): data is ItemData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'folder' in data &&
    typeof data.folder === 'string' &&
    'id' in data &&
    typeof data.id === 'string'
  );
}

/** A word after `carries` stands for what follows from it; where nothing does, for the network. */
function startingLayers(subjects: readonly Subject[]): readonly Layer[] {
  const layers = subjects.flatMap((subject) =>
    subject.kind === 'guest'
      ? subject.guest.nics.map((nic): Layer => ({ kind: 'guest-nic', nic, guest: subject.guest }))
      : isLayer(subject)
        ? [subject]
        : [],
  );
  const devices = layers.filter(({ kind }) => kind === 'device');
  return devices.length > 0 ? devices : layers;
}

function itemOf(layer: Layer, folder: string): CallHierarchyItem {
  const { element, kind, detail } = described(layer);
  const { name, whole } = element.places;
  return {
    name: element.name,
    kind,
    detail,
    uri: name.uri,
    range: whole.range,
    selectionRange: name.range,
    data: { folder, id: idOf(layer) } satisfies ItemData,
  };
}

const DEVICE_KINDS = {
  nic: SymbolKind.Field,
  bond: SymbolKind.Struct,
  vlan: SymbolKind.Property,
  bridge: SymbolKind.Module,
} as const;

function described(layer: Layer): {
  readonly element: Element;
  readonly kind: SymbolKind;
  readonly detail: string;
} {
  switch (layer.kind) {
    case 'device': {
      const { kind, derived } = layer.device;
      const why = derived ? `, follows from ${nameOfId(derived.network)}` : '';
      return {
        element: layer.device,
        kind: DEVICE_KINDS[kind],
        detail: `${kind} on ${layer.host.name}${why}`,
      };
    }
    case 'network':
      return { element: layer.network, kind: SymbolKind.Namespace, detail: 'network' };
    case 'virtual-network':
      return {
        element: layer.network,
        kind: SymbolKind.Namespace,
        detail: `${layer.network.kind} network on ${layer.host.name}`,
      };
    case 'guest-nic':
      return { element: layer.nic, kind: SymbolKind.Field, detail: `nic of guest ${layer.guest.name}` };
  }
}

function rangesIn(uri: string, said: readonly Origin[], otherwise: Range): Range[] {
  const here = said.filter((origin) => origin.uri === uri).map(({ range }) => range);
  return here.length > 0 ? here : [otherwise];
}
