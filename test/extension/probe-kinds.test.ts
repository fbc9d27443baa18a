import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBE_KINDS } from '../../src/deploy/index.js';
import { probeKindsOf } from '../../src/extension/deploy/probe-kinds.js';
import { root } from '../architecture/imports.js';

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly default: unknown; readonly items?: { readonly enum: readonly string[] } }>
      >;
    };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const setting = manifest.contributes.configuration.properties['kvmnet.deploy.probes'];

describe('Who is asked around a deploy of the editor', () => {
  it('is nobody when nothing is set', () => {
    expect(probeKindsOf(setting?.default)).toEqual([]);
  });

  it('is each kind that is set', () => {
    expect(probeKindsOf(['dns', 'gateway'])).toEqual(['gateway', 'dns']);
    expect(probeKindsOf(setting?.items?.enum)).toEqual(PROBE_KINDS);
  });

  it.each([['gateway'], [['router']], [{ gateway: true }], [undefined]])('is nobody for %j', (set) => {
    expect(probeKindsOf(set)).toEqual([]);
  });

  it('is not taken from a workspace that is not trusted', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(
      'kvmnet.deploy.probes',
    );
  });
});
