import { describe, expect, it } from 'vitest';
import type { Artifact } from '../../../src/compiler/index.js';
import { formatGeneration, formatHistory, type GenerationRecord } from '../../../src/deploy/index.js';

const origin = {
  uri: 'file:///site/hosts.kvmnet',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
};
const bond = (mode: string): Artifact => ({
  kind: 'keyfile',
  host: 'host/kvm1',
  name: 'bond0',
  path: '/etc/NetworkManager/system-connections/bond0.nmconnection',
  mode: 0o600,
  content: `[bond]\nmode=${mode}\n`,
  subject: 'host/kvm1/device/bond0',
  origin,
  fieldOrigins: { 'bond.mode': origin },
});
const record = (generation: number, artifacts: readonly Artifact[]): GenerationRecord => ({
  format: 1,
  generation,
  host: 'kvm1',
  author: 'alice@desk\u001b[2J',
  at: '2026-01-31T12:00:00.000Z',
  planDigest: '0123456789abcdef',
  artifacts,
  managementAddresses: [],
  setAside: [],
});

describe('what a host remembers, for people', () => {
  it('has a line for each generation, and marks the one in force', () => {
    const generations = [record(10, []), record(9, [])];
    expect(formatHistory({ host: 'kvm1', generations, current: 10 })).toBe(
      [
        'kvm1: on generation 10',
        ' * 10  2026-01-31T12:00:00.000Z  alice@desk\\u001b[2J  plan 0123456789ab',
        '    9  2026-01-31T12:00:00.000Z  alice@desk\\u001b[2J  plan 0123456789ab',
        '',
      ].join('\n'),
    );
    expect(formatHistory({ host: 'kvm2', generations: [] })).toBe('kvm2: never deployed\n');
  });

  it('shows a generation with who made it, what it changed and the files it holds', () => {
    const [before, after] = [record(4, [bond('active-backup')]), record(5, [bond('802.3ad')])];
    expect(formatGeneration({ record: after, before, isCurrent: true })).toBe(
      [
        'kvm1: generation 5 by alice@desk\\u001b[2J at 2026-01-31T12:00:00.000Z, in force',
        'plan 0123456789abcdef',
        '',
        'Against generation 4:',
        '  ~ connection bond0',
        '      bond.mode  active-backup → 802.3ad',
        '',
        'Files:',
        '  /etc/NetworkManager/system-connections/bond0.nmconnection',
        '',
      ].join('\n'),
    );
  });

  it('says when there is nothing to compare with, and when nothing differs', () => {
    const text = (generation: number, before?: GenerationRecord): string =>
      formatGeneration({
        record: record(generation, [bond('802.3ad')]),
        isCurrent: false,
        ...(before && { before }),
      });
    expect(text(1)).toContain('\nThe first one:\n  + connection bond0\n');
    expect(text(7)).toContain('\nThe host does not keep generation 6 any more. All of it:\n');
    expect(text(7, record(6, [bond('802.3ad')]))).toContain('\nAgainst generation 6: no difference.\n');
  });
});
