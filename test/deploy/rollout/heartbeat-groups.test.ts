import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { heartbeatGroups } from '../../../src/deploy/index.js';
import { loadSites } from '../../../src/language/index.js';

const SITE = `network pulse { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network tenant { roles vm  vlan 13 }
profile node { nic eth0 { carries pulse, tenant } }
host kvm1 is node { number 1 }
host kvm2 is node { number 2 }
host kvm3 is node { number 3 }
host kvm4 is node { number 4 }
host lone is node { number 5 }
host quiet { nic eth0 { carries tenant } }
pool one { hosts kvm1, kvm2 }
pool two { hosts kvm3, kvm4, quiet }
`;

async function groups(text: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-groups-'));
  try {
    await writeFile(join(folder, 'site.kvmnet'), text);
    const loaded = await loadSites([folder]);
    const network = loaded.ok ? loaded.sites[0]?.network : undefined;
    if (!network) throw new Error('no site');
    return Object.fromEntries(network.hosts.map(({ id, name }) => [name, heartbeatGroups(network, id)]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('hosts that must not be changed at the same time', () => {
  it('are the members of a pool that have a heartbeat in common', async () => {
    const { kvm1, kvm2, kvm3, kvm4, lone, quiet } = await groups(SITE);
    expect(kvm1).toHaveLength(1);
    expect(kvm1).toEqual(kvm2);
    expect(kvm3).toEqual(kvm4);
    expect(kvm1).not.toEqual(kvm3);
    expect(lone).toHaveLength(1);
    expect([kvm1, kvm3]).not.toContainEqual(lone);
    expect(quiet).toEqual([]);
  });
});
