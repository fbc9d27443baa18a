import { buildGraph, createPictureHistory } from '../../../src/topology/index.js';
import type { Finding, Network } from '../../../src/model/index.js';
import type { FromPreview } from '../../../src/protocol/index.js';
import type { PictureUpdate } from '../../../src/topology/index.js';
import type { Harness } from './harness.js';

/** In the place of extension and language server: answers what the preview wants with what they would answer. */
export interface SiteServer {
  network: Network;
  findings: readonly Finding[];
  /** What was sent last. */
  last(): PictureUpdate | undefined;
  /** Sends what the preview asked for, or, when it has asked for nothing more, what is new since. */
  send(): Promise<void>;
}

export function serveSite(target: Harness, network: Network, findings: readonly Finding[] = []): SiteServer {
  const history = createPictureHistory();
  let last: PictureUpdate | undefined;
  let answered = 0;
  const server: SiteServer = {
    network,
    findings,
    last: () => last,
    async send() {
      const wants = (await target.said()).filter(
        (message): message is Extract<FromPreview, { type: 'want' }> => message.type === 'want',
      );
      const want = wants.at(-1);
      if (!want) throw new Error('the preview has not asked for anything');
      const { perspective, folding, tidy } = want;
      const version = wants.length > answered ? want.version : last?.version;
      answered = wants.length;
      const request = { ...(version !== undefined && { version }), ...(tidy && { tidy }) };
      const memory = history.memoryOf(perspective, request);
      const graph = buildGraph(server.network, server.findings, { perspective, folding, memory });
      last = history.next(perspective, graph, request);
      await target.say({ type: 'graph', result: last });
      await target.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    },
  };
  return server;
}
