import {
  buildGraph,
  createPictureHistory,
  describeFailure,
  findMatches,
  findPath,
} from '../../../src/topology/index.js';
import { failureOutcome, hasRole, indexNetwork, ROLES } from '../../../src/model/index.js';
import type { Finding, Network, NetworkIndex } from '../../../src/model/index.js';
import type { FromPreview, ToPreview } from '../../../src/protocol/index.js';
import type { PictureUpdate } from '../../../src/topology/index.js';
import type { Harness } from './harness.js';

/** In the place of extension and language server: answers what the preview wants with what they would answer. */
export interface SiteServer {
  network: Network;
  findings: readonly Finding[];
  /** What was sent last. */
  last(): PictureUpdate | undefined;
  /** Answers what was asked about ways, failures, finds and choices since the last time. */
  answer(): Promise<void>;
  /** Sends what the preview asked for, or, when it has asked for nothing more, what is new since. */
  send(): Promise<void>;
}

function replyTo(message: FromPreview, index: NetworkIndex): ToPreview | undefined {
  const { network } = index;
  switch (message.type) {
    case 'ask-path': {
      const path = findPath(index, message.id);
      return { type: 'path', id: message.id, result: path ? { kind: 'path', path } : { kind: 'none' } };
    }
    case 'ask-failure':
      return { type: 'failure', report: describeFailure(index, failureOutcome(index, message.failed)) };
    case 'find': {
      const { perspective, query, filter } = message;
      const graph = buildGraph(network, [], { perspective, index, ...(filter && { filter }) });
      return { type: 'found', query, result: { matches: findMatches(graph, query, index) } };
    }
    case 'ask-choices': {
      const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
      return {
        type: 'choices',
        choices: {
          hosts: namesOf(network.hosts),
          pools: namesOf(network.pools),
          networks: namesOf(network.networks),
          roles: ROLES.filter((role) => network.networks.some((one) => hasRole(one, role))),
        },
      };
    }
    default:
      return undefined;
  }
}

export function serveSite(target: Harness, network: Network, findings: readonly Finding[] = []): SiteServer {
  const history = createPictureHistory();
  let last: PictureUpdate | undefined;
  let answered = 0;
  let heard = 0;
  const server: SiteServer = {
    network,
    findings,
    last: () => last,
    async answer() {
      const index = indexNetwork(server.network);
      const said = await target.said();
      const asked = said.slice(heard);
      heard = said.length;
      for (const message of asked) {
        const reply = replyTo(message, index);
        if (reply) await target.say(reply);
      }
      await target.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    },
    async send() {
      const wants = (await target.said()).filter(
        (message): message is Extract<FromPreview, { type: 'want' }> => message.type === 'want',
      );
      const want = wants.at(-1);
      if (!want) throw new Error('the preview has not asked for anything');
      const { perspective, folding, filter, tidy } = want;
      const version = wants.length > answered ? want.version : last?.version;
      answered = wants.length;
      const request = { ...(version !== undefined && { version }), ...(tidy && { tidy }) };
      const memory = history.memoryOf(perspective, request);
      const graph = buildGraph(server.network, server.findings, {
        perspective,
        folding,
        memory,
        ...(filter && { filter }),
      });
      last = history.next(perspective, graph, request);
      await target.say({ type: 'graph', result: last });
      await target.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    },
  };
  return server;
}
