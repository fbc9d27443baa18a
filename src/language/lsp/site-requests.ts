import { DocumentState } from 'langium';
import type { Connection } from 'vscode-languageserver';
import { compile } from '../../compiler/index.js';
import { jumpHosts, type Finding } from '../../model/index.js';
import type { NotChecked } from '../../protocol/index.js';
import { buildGraph, createPictureHistory } from '../../topology/index.js';
import type { KvmnetSharedServices } from '../module.js';
import type { SiteAnalysis } from '../site/analyse-site.js';
import { answering } from './answering.js';

/** Answers what the editor asks beyond LSP: pictures, compiled files, hosts, the network to deploy. */
export function answerSiteRequests(connection: Connection, shared: KvmnetSharedServices): void {
  const sites = shared.workspace.Sites;
  const pictures = createPictureHistory();

  const on = answering(connection, shared);

  on('kvmnet/graph', ({ perspective, hosts, folding, filter, version, tidy }, folder) => {
    const analysis = sites.analysisOf(folder);
    if (!analysis) return { kind: 'nothing', reason: 'There is no .kvmnet file in this folder.' };
    const { network, index, findings } = analysis;
    const key = JSON.stringify([folder, perspective, hosts ?? [], filter ?? {}]);
    const request = {
      broken: filesWithSyntaxErrors(findings),
      ...(version !== undefined && { version }),
      ...(tidy && { tidy }),
    };
    const graph = buildGraph(network, findings, {
      perspective,
      index,
      memory: pictures.memoryOf(key, request),
      ...(hosts && { hosts }),
      ...(folding && { folding }),
      ...(filter && { filter }),
    });
    return pictures.next(key, graph, request);
  });

  on('kvmnet/compiledFiles', ({ host }, folder) => {
    const analysis = sites.analysisOf(folder);
    if (!analysis?.checked) return notChecked(analysis);
    return {
      kind: 'compiled',
      hosts: compile(analysis.checked, host === undefined ? {} : { hosts: [host] }),
    };
  });

  on('kvmnet/network', (_params, folder) => {
    const analysis = sites.analysisOf(folder);
    return analysis?.checked ? { kind: 'checked', network: analysis.checked } : notChecked(analysis);
  });

  on('kvmnet/hosts', (_params, folder) => {
    const analysis = sites.analysisOf(folder);
    const hosts = (analysis?.network.hosts ?? []).map((host) => {
      // A way in a circle has a finding of its own; connecting fails then, and says so.
      const hops = jumpHosts(host, (id) => analysis?.index.host(id)) ?? [];
      const via = hops.map(({ ssh }) => ssh.value);
      return { id: host.id, name: host.name, origin: host.places.name, ssh: host.ssh.value, via };
    });
    const pools = (analysis?.network.pools ?? []).map(({ id, name, places, hosts: members }) => ({
      ...{ id, name, origin: places.name },
      hosts: members.map(({ value }) => value),
    }));
    return { folder, errors: errorsOf(analysis?.findings ?? []).length, hosts, pools };
  });
}

const errorsOf = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === 'error');

function filesWithSyntaxErrors(findings: readonly Finding[]): readonly string[] {
  return [
    ...new Set(findings.filter(({ code }) => code.startsWith('syntax/')).map(({ origin }) => origin.uri)),
  ];
}

function notChecked(analysis: SiteAnalysis | undefined): NotChecked {
  const errors = errorsOf(analysis?.findings ?? []);
  const [first] = errors;
  if (!first) return { kind: 'errors', count: 0, message: 'There is nothing here to compile yet.' };
  const count = errors.length;
  return {
    kind: 'errors',
    count,
    message: `${count} error${count === 1 ? ' stands' : 's stand'} in this site; nothing is compiled before ${count === 1 ? 'it is' : 'they are'} gone. The first: ${first.message}`,
    first: first.origin,
  };
}

/** Tells the editor after each change which sites may look different now. */
export function announcePictures(connection: Connection, { workspace }: KvmnetSharedServices): void {
  workspace.DocumentBuilder.onBuildPhase(DocumentState.Validated, async (built) => {
    const folders = new Set(built.flatMap(({ uri }) => workspace.Sites.foldersWith(uri.toString())));
    for (const folder of folders) await connection.sendNotification('kvmnet/graphChanged', { folder });
  });
}
