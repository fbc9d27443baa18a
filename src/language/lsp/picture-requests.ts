import { URI } from 'langium';
import type { Connection } from 'vscode-languageserver';
import { failureOutcome, hasRole, indexNetwork, ROLES, type NetworkIndex } from '../../model/index.js';
import {
  buildGraph,
  createGraphMemory,
  describeFailure,
  findMatches,
  findPath,
  type GraphMemory,
} from '../../topology/index.js';
import { pictureEdits } from '../edits/picture-edits.js';
import { textEditOf } from '../edits/text-edits.js';
import type { KvmnetSharedServices } from '../module.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { answering } from './answering.js';

/** Answers what a person asks in the picture: ways of packets, failures, where something is, what can be edited. */
export function answerPictureRequests(
  connection: Connection,
  shared: KvmnetSharedServices,
  vocabulary: () => Vocabulary,
): void {
  const sites = shared.workspace.Sites;
  const on = answering(connection, shared);
  const indexOf = (folder: string): NetworkIndex => sites.analysisOf(folder)?.index ?? NOTHING;

  on('kvmnet/path', ({ id }, folder) => {
    const path = findPath(indexOf(folder), id);
    return path ? { kind: 'path', path } : { kind: 'none' };
  });

  on('kvmnet/failure', ({ failed }, folder) => {
    const index = indexOf(folder);
    return describeFailure(index, failureOutcome(index, failed));
  });

  on('kvmnet/edits', ({ intent, id }, folder) => ({
    choices: pictureEdits(indexOf(folder), intent, id).flatMap(({ label, description, edit }) => {
      const { uri } = edit.at;
      const text = shared.workspace.LangiumDocuments.getDocument(URI.parse(uri))?.textDocument.getText();
      return text === undefined ? [] : [{ label, description, uri, ...textEditOf(edit, text, vocabulary()) }];
    }),
  }));

  // What is typed into a search box asks again and again: what was built for it is kept.
  const searched = new Map<string, GraphMemory>();
  on('kvmnet/find', ({ perspective, query, filter }, folder) => {
    const index = indexOf(folder);
    const key = JSON.stringify([folder, perspective, filter ?? {}]);
    const memory = searched.get(key) ?? createGraphMemory();
    searched.clear();
    searched.set(key, memory);
    const graph = buildGraph(index.network, [], { perspective, index, memory, ...(filter && { filter }) });
    return { matches: findMatches(graph, query, index) };
  });

  on('kvmnet/choices', (_params, folder) => {
    const { network } = indexOf(folder);
    const managed = network.hosts.flatMap(({ virtualNetworks }) =>
      virtualNetworks.filter(({ kind }) => kind !== 'bridged'),
    );
    return {
      hosts: namesOf(network.hosts),
      pools: namesOf(network.pools),
      networks: namesOf([...network.networks, ...managed]),
      roles: ROLES.filter((role) => network.networks.some((one) => hasRole(one, role))),
    };
  });
}

const namesOf = (list: readonly { readonly name: string }[]): readonly string[] => [
  ...new Set(list.map(({ name }) => name)),
];

const NOTHING = indexNetwork({ folder: '', networks: [], pools: [], hosts: [], guests: [], zones: [] });
