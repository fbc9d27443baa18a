import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../scripts/repository.js';
import { NOTHING_FOLDED, withFrame } from '../../src/topology/index.js';
import type { Graph } from '../../src/topology/index.js';
import type { GraphParams, GraphResult } from '../../src/protocol/index.js';
import { LanguageClient } from '../language/language-client.js';
import { sampleSite } from '../language/sample-site.js';

/** A site in the language server, as the editor has it open. Times in milliseconds. */
export interface OpenedSite extends AsyncDisposable {
  /** The whole graph, nothing folded: what every contestant draws. */
  readonly whole: Graph;
  /** What the preview is sent when it opens, and how long the server took. */
  open(): Promise<Answer>;
  /** Types one digit of a guest's vCPUs on the first host, or takes it away, and asks for what is new, as the editor does. */
  type(): Promise<Answer>;
}

export interface Answer {
  readonly result: GraphResult;
  /** Until the server said that the picture changed: reading and checking. Zero when nothing was typed. */
  readonly settled: number;
  /** From the question to the answer. */
  readonly answered: number;
}

/** One host of the sample site is this many elements. */
const PER_HOST = 49;

export async function openSite(elements: number, folder: string): Promise<OpenedSite> {
  const client = await LanguageClient.start(
    [process.execPath, join(repositoryRoot, 'dist/server/main.cjs'), '--stdio'],
    () => null,
  );
  const uri = pathToFileURL(join(folder, 'site.kvmnet')).toString();
  const text = sampleSite(Math.max(1, Math.round(elements / PER_HOST)));
  const ask = async (params: Omit<GraphParams, 'uri' | 'perspective'>): Promise<[GraphResult, number]> => {
    const start = performance.now();
    const result = await client.request<GraphResult>('kvmnet/graph', {
      uri: pathToFileURL(folder).toString(),
      perspective: 'devices',
      ...params,
    });
    return [result, performance.now() - start];
  };
  const settled = client.next('kvmnet/graphChanged');
  await client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'kvmnet', version: 1, text },
  });
  await settled;
  // Other hosts: a picture of its own, so that places are not kept from the one that is measured.
  const [whole] = await ask({});
  if (whole.kind !== 'picture') throw new Error('the server gave no picture');
  let version = 1;
  let pictureVersion = 0;
  // In a large site the host that is written on is the one that is open.
  const withFirstHost = withFrame(NOTHING_FOLDED, 'host/kvm1', 'open');
  const lines = text.split('\n');
  const line = lines.findIndex((candidate) => /^ {2}vcpus 4/.test(candidate));
  const character = (lines[line] ?? '').length;
  return {
    whole: whole.picture.graph,
    async open() {
      const [result, answered] = await ask({ folding: NOTHING_FOLDED });
      if (result.kind !== 'nothing') pictureVersion = result.version;
      return { result, settled: 0, answered };
    },
    async type() {
      const isThere = version % 2 === 0;
      const start = performance.now();
      const changed = client.next('kvmnet/graphChanged');
      const range = {
        start: { line, character },
        end: { line, character: character + (isThere ? 1 : 0) },
      };
      await client.notify('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges: [{ range, text: isThere ? '' : '0' }],
      });
      await changed;
      const time = performance.now() - start;
      const [result, answered] = await ask({ folding: withFirstHost, version: pictureVersion });
      if (result.kind !== 'nothing') pictureVersion = result.version;
      return { result, settled: time, answered };
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
