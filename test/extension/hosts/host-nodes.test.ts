import { describe, expect, it } from 'vitest';
import type { HostStatus } from '../../../src/deploy/index.js';
import {
  hostChildren,
  rootNodes,
  HostNode,
  type HostsNode,
} from '../../../src/extension/hosts/host-nodes.js';
import type { HostEntry } from '../../../src/extension/hosts/host-statuses.js';
import type { HostsResult, HostSummary } from '../../../src/protocol/index.js';

const origin = {
  uri: 'file:///site/a.kvmnet',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
};
const host = (name: string): HostSummary => ({
  id: `host/${name}`,
  name,
  origin,
  ssh: { name },
  via: [],
});
const site: HostsResult = {
  folder: 'file:///site',
  errors: 0,
  hosts: ['a', 'b', 'c'].map(host),
  pools: [{ id: 'pool/p', name: 'p', origin, hosts: ['host/b', 'host/a', 'host/gone'] }],
};

const label = (node: HostsNode): string => {
  switch (node.kind) {
    case 'pool':
      return `pool ${node.pool.name}: ${node.hosts.map(({ name }) => name).join(' ')}`;
    case 'host':
      return `host ${node.host.name}`;
    case 'difference':
      return `difference ${node.text}`;
    case 'problem':
      return `problem ${node.problem.code}`;
    case 'lock':
      return node.text;
    case 'history':
      return node.generations
        .map(({ generation, isCurrent }) => `${generation.generation}${isCurrent ? '*' : ''}`)
        .join(' ');
    case 'site':
    case 'generation':
      return node.kind;
  }
};

const summary = (generation: number): HostStatus['history'][number] => ({
  ...{ generation, author: 'a', at: '2026-11-21T07:00:00Z', planDigest: 'd' },
});

function entry(status: Partial<HostStatus>, lock?: string): HostEntry {
  const whole: HostStatus = {
    ...{ host: 'a', state: 'drift', differences: [], problems: [], links: [], history: [] },
    ...status,
  };
  const differences = whole.differences.map((difference) => ({ difference, text: difference.path }));
  return {
    outdated: false,
    shown: {
      ...{ status: whole, state: 'drift', differences, checkedAt: new Date() },
      ...(lock !== undefined && { lock }),
    },
  };
}

describe('the hosts view', () => {
  it('has pools with their hosts, and hosts of none beside them', () => {
    expect(rootNodes([site]).map(label)).toEqual(['pool p: a b', 'host c']);
  });

  it('has a row for each site where there are several', () => {
    expect(rootNodes([site, { ...site, folder: 'file:///other' }]).map(label)).toEqual(['site', 'site']);
    expect(rootNodes([])).toEqual([]);
  });

  it('shows of a host what is most urgent first, and its generations', () => {
    const node = new HostNode('file:///site', host('a'), '');
    const known = entry(
      {
        differences: [{ kind: 'keyfile', name: 'eth0', path: 'mtu', cause: 'host' }],
        problems: [{ code: 'nic-missing', message: 'm', nextStep: 'n' }],
        generation: summary(3),
        history: [summary(3), summary(2)],
      },
      'locked by b',
    );
    expect(hostChildren(node, known).map(label)).toEqual([
      'locked by b',
      'problem nic-missing',
      'difference mtu',
      '3* 2',
    ]);
    expect(hostChildren(node, { outdated: false })).toEqual([]);
    const failure = { code: 'unreachable', message: 'm', nextStep: 'n' };
    expect(hostChildren(node, entry({ state: 'unreachable', failure })).map(label)).toEqual([
      'problem unreachable',
    ]);
  });
});
