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
import type { Origin } from '../../model/index.js';
import { detailOf, elementOf, groupsOf, type Group } from '../hierarchy/groups.js';
import { above, below, idOf, isLayer, layerOf, type Layer } from '../hierarchy/stack.js';
import type { KvmnetServices } from '../module.js';
import { meaningsAt } from '../places/subjects-at.js';
import type { Subject } from '../places/subject.js';
import type { Sites } from '../workspace/sites.js';

/** More would not be read. */
const MOST = 100;

/**
 * What stands on what, as a call hierarchy: “incoming” are the devices, networks and guests that stand on something,
 * “outgoing” what it stands on. What is written once and is there on several hosts is one item.
 */
export class KvmnetCallHierarchy implements CallHierarchyProvider {
  constructor(private readonly services: KvmnetServices) {}

  /** One item: VS Code 1.139 loses the calls of a hierarchy that begins with several. */
  prepareCallHierarchy(
    document: LangiumDocument,
    { position }: CallHierarchyPrepareParams,
  ): CallHierarchyItem[] | undefined {
    for (const { folder, subjects } of meaningsAt(this.sites, document.uri.toString(), position)) {
      const contacts = startingLayers(subjects).map((layer) => ({ layer, said: [] }));
      const [first] = groupsOf(contacts);
      if (first) return [itemOf(first, folder)];
    }
    return undefined;
  }

  async incomingCalls(
    { item }: CallHierarchyIncomingCallsParams,
    cancelToken: CancellationToken = CancellationToken.None,
  ): Promise<CallHierarchyIncomingCall[] | undefined> {
    await interruptAndCheck(cancelToken);
    return this.contacts(item, above)?.map(({ group, folder }) => {
      const from = itemOf(group, folder);
      return { from, fromRanges: rangesIn(from.uri, group.said, from.selectionRange) };
    });
  }

  async outgoingCalls(
    { item }: CallHierarchyOutgoingCallsParams,
    cancelToken: CancellationToken = CancellationToken.None,
  ): Promise<CallHierarchyOutgoingCall[] | undefined> {
    await interruptAndCheck(cancelToken);
    return this.contacts(item, below)?.map(({ group, folder }) => ({
      to: itemOf(group, folder),
      fromRanges: rangesIn(item.uri, group.said, item.selectionRange),
    }));
  }

  private get sites(): Sites {
    return this.services.shared.workspace.Sites;
  }

  /** The site may have changed since the item was handed out: what is gone has no contacts. */
  private contacts(
    { data }: CallHierarchyItem,
    towards: typeof above,
  ): readonly { readonly group: Group; readonly folder: string }[] | undefined {
    if (!isItemData(data)) return undefined;
    const { folder, ids } = data;
    const index = this.sites.analysisOf(folder)?.index;
    if (!index) return undefined;
    const contacts = ids.flatMap((id) => {
      const layer = layerOf(id, index);
      return layer ? towards(layer, index) : [];
    });
    return groupsOf(contacts)
      .slice(0, MOST)
      .map((group) => ({ group, folder }));
  }
}

/** What an item carries from one request to the next. */
interface ItemData {
  readonly folder: string;
  readonly ids: readonly string[];
}

function isItemData(data: unknown): data is ItemData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'folder' in data &&
    typeof data.folder === 'string' &&
    'ids' in data &&
    Array.isArray(data.ids) &&
    data.ids.every((id) => typeof id === 'string')
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

function itemOf(group: Group, folder: string): CallHierarchyItem {
  const { first, layers } = group;
  const element = elementOf(first);
  const { name, whole } = element.places;
  return {
    name: element.name,
    kind: kindOf(first),
    detail: detailOf(group),
    uri: name.uri,
    range: whole.range,
    selectionRange: name.range,
    data: { folder, ids: layers.map(idOf) } satisfies ItemData,
  };
}

const DEVICE_KINDS = {
  nic: SymbolKind.Field,
  bond: SymbolKind.Struct,
  vlan: SymbolKind.Property,
  bridge: SymbolKind.Module,
} as const;

function kindOf(layer: Layer): SymbolKind {
  switch (layer.kind) {
    case 'device':
      return DEVICE_KINDS[layer.device.kind];
    case 'network':
    case 'virtual-network':
      return SymbolKind.Namespace;
    case 'guest-nic':
      return SymbolKind.Field;
  }
}

function rangesIn(uri: string, said: readonly Origin[], otherwise: Range): Range[] {
  const here = said.filter((origin) => origin.uri === uri).map(({ range }) => range);
  return here.length > 0 ? here : [otherwise];
}
