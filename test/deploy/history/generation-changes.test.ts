import { describe, expect, it } from 'vitest';
import type { Artifact } from '../../../src/compiler/index.js';
import { generationChanges } from '../../../src/deploy/index.js';
import { planInput, recordedHost } from '../support/recorded-host.js';

const SITE = `network lab { roles vm  vlan 13 }
host kvm1 {
  number 5
  nic eth1  nic eth2
  bond bond0 { ports eth1, eth2  mode active-backup  carries lab }
  nat inner { subnet 192.168.100.0/24 }
}
`;

const artifactsOf = async (text: string): Promise<{ readonly artifacts: readonly Artifact[] }> =>
  (await planInput(text, recordedHost())).compiled;

describe('what a generation changed', () => {
  it('is nothing when it holds the same', async () => {
    expect(generationChanges(await artifactsOf(SITE), await artifactsOf(SITE))).toEqual([]);
  });

  it('is each field that is another one, without a line of a text that has changed since', async () => {
    const after = await artifactsOf(
      SITE.replace('active-backup', 'balance-alb').replace('192.168.100.0', '192.168.101.0'),
    );
    expect(generationChanges(await artifactsOf(SITE), after)).toEqual([
      {
        kind: 'keyfile',
        name: 'bond0',
        action: 'change',
        changes: [{ path: 'bond.mode', before: 'active-backup', after: 'balance-alb' }],
      },
      expect.objectContaining({ kind: 'libvirt-network', name: 'inner', action: 'change' }),
    ]);
  });

  it('is everything in the first one, and says what is gone', async () => {
    const both = await artifactsOf(SITE);
    const less = await artifactsOf(SITE.replace(/ {2}nat.*\n/, ''));
    expect(generationChanges(undefined, both).map(({ name, action }) => [name, action])).toEqual(
      both.artifacts.map(({ name }) => [name, 'add']),
    );
    expect(generationChanges(both, less)).toEqual([
      {
        kind: 'libvirt-network',
        name: 'inner',
        action: 'remove',
        changes: [{ path: 'file', before: expect.stringContaining('inner') as string }],
      },
    ]);
  });

  it('tells whether a network starts with the host', async () => {
    const { artifacts } = await artifactsOf(SITE);
    const after = artifacts.map((artifact) =>
      artifact.name === 'inner' ? { ...artifact, autostart: false } : artifact,
    );
    expect(generationChanges({ artifacts }, { artifacts: after })).toMatchObject([
      { name: 'inner', changes: [{ path: 'autostart', before: 'true', after: 'false' }] },
    ]);
  });
});
