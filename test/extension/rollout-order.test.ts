import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeOrder, orderOf } from '../../src/extension/deploy/rollout-order.js';
import { root } from '../architecture/imports.js';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** Settings as VS Code gives them: the defaults of the package, but for those that are set. */
const settings =
  (set: Readonly<Record<string, unknown>> = {}) =>
  (name: string): unknown =>
    set[name] ?? manifest.contributes.configuration.properties[`kvmnet.${name}`]?.default;

describe('The order in which several hosts are changed', () => {
  it('is the first one, then four at a time, heartbeats apart, when nothing is set', () => {
    expect(orderOf(settings())).toEqual({ parallel: 4, together: false });
    expect(describeOrder(['kvm1', 'kvm2'], orderOf(settings()))).toBe(
      'kvm1 goes first, alone; then up to 4 at a time, never two of a heartbeat network. The first that does not get there ends it.',
    );
  });

  it('is what is set', () => {
    const order = orderOf(
      settings({ 'deploy.canary': 'kvm2', 'deploy.parallel': 8, 'deploy.heartbeatTogether': true }),
    );
    expect(order).toEqual({ canary: 'kvm2', parallel: 8, together: true });
    expect(describeOrder(['kvm1', 'kvm2'], order)).toBe(
      'kvm2 goes first, alone; then up to 8 at a time, members of a heartbeat network as well. The first that does not get there ends it.',
    );
  });

  it('is the default where something else was written than can be meant', () => {
    const odd = { 'deploy.canary': 2, 'deploy.parallel': 'many', 'deploy.heartbeatTogether': 'false' };
    expect(orderOf(settings(odd))).toEqual({ parallel: 4, together: false });
  });

  it('begins with the first one where the canary is not among the hosts, and never stands still', () => {
    const order = orderOf(settings({ 'deploy.canary': 'kvm9', 'deploy.parallel': 0 }));
    expect(order.parallel).toBe(1);
    expect(describeOrder(['kvm1', 'kvm2'], order)).toMatch(/^kvm1 goes first/);
  });

  it('is not taken from a workspace that is not trusted', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      expect.arrayContaining(['kvmnet.deploy.canary', 'kvmnet.deploy.heartbeatTogether']),
    );
  });
});
