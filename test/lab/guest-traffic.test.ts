import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, startLab, type Lab, type LabHost } from '../../lab/index.js';
import { runCli, type CliRun } from '../cli/run-cli.js';
import { announcedIn } from './reliability/announced.js';
import { longestGaps, plugIn, startPings } from './support/stand-in.js';

const availability = await labAvailability();

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network heartbeat  { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network tenant     { roles vm  vlan 13 }
profile compute {
  nic eth0 { carries management }
  nic eth1  nic eth2  nic eth3  nic eth4
  bond bond0 { ports eth1, eth2  mode active-backup  primary eth1  carries heartbeat, tenant }
}
host kvm1 is compute { number 15 }
host kvm2 is compute { number 16 }
pool cluster { hosts kvm1, kvm2 }
guest web1 on kvm1 { vcpus 1  nic { network tenant } }
guest db1  on kvm2 { vcpus 1  nic { network tenant } }
`;

const replaced = (text: string, ...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((before, [from, to]) => before.replace(from, to), text);

/** Management on bridges, a VLAN-aware bridge, a storage network, and another interval of the bond. */
const EXTENDED = replaced(
  SITE,
  ['roles management  subnet', 'roles management, vm  bridge br-mgmt  subnet'],
  [
    'profile compute {',
    'network edge { roles vm  vlans 100-103 }\nnetwork stor { roles storage  vlan 20  subnet 10.20.0.0/24  mtu 1400 }\nprofile compute {',
  ],
  ['carries heartbeat, tenant }', 'carries heartbeat, tenant, stor  miimon 200 }'],
  ['}\nhost kvm1', '  bridge br-edge { ports eth3  network edge  vlan-aware }\n}\nhost kvm1'],
);
/** Its bridges on both hosts get another name. */
const RENAMED = replaced(SITE, ['vlan 13', 'vlan 13  bridge br-tenant']);

/** A ping that is late, and an emulated host that has other things to do, are no outage. Seconds. */
const NOTICEABLE = 1;

describe.skipIf(!availability.available)(
  `traffic between guests of two hosts that are both deployed${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let folder: string;

    const deploy = async (text: string): Promise<CliRun> => {
      await writeFile(join(folder, 'site.kvmnet'), text);
      const run = await runCli(
        folder,
        ...['apply', '--yes', '--heartbeat-together', '--ssh-config', lab.sshConfigFile],
      );
      expect(run.exit, run.err).toBe(0);
      return run;
    };
    /** Seconds without an answer from the other guest while it is deployed to both hosts. */
    const outageOf = async (text: string): Promise<{ outage: number | undefined; run: CliRun }> => {
      const host = lab.host('kvm1');
      await host.run('systemctl stop probe-guests 2>/dev/null; true');
      await startPings(host, [{ name: 'guests', from: 'guest', target: '10.0.13.2' }]);
      const run = await deploy(text);
      const { guests } = await longestGaps(host, ['guests']);
      return { outage: guests, run };
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kvmnet-traffic-'));
      lab = await startLab({ hosts: 2 });
      const plug = (host: LabHost, guest: string, address: string): Promise<void> =>
        plugIn(host, [{ name: 'guest', guest, network: 'tenant', address }]);
      const [one, two] = [lab.host('kvm1'), lab.host('kvm2')];
      await Promise.all([one.startGuest(), two.startGuest()]);
      await deploy(SITE);
      await plug(one, 'web1', '10.0.13.1/24');
      await plug(two, 'db1', '10.0.13.2/24');
    });
    afterAll(async () => {
      await lab.stop();
      await rm(folder, { recursive: true });
    });

    it.each([
      ['management goes on to bridges, and a VLAN-aware bridge and a storage network come', EXTENDED],
      ['all of that goes again', SITE],
    ])('is not interrupted while %s', async (_, text) => {
      const { outage, run } = await outageOf(text);
      expect(run.out).not.toContain('loses network tenant');
      expect(outage).toBeLessThan(NOTICEABLE);
    });

    it('is interrupted where the plan says so, and comes back', async () => {
      const { outage, run } = await outageOf(RENAMED);
      const { tenant: said } = announcedIn(run.out);
      expect(said).toBeGreaterThan(0);
      // What is said is meant for real hosts, which are ten times as fast.
      expect(outage).toBeLessThan(2 * said + NOTICEABLE);
      const again = await lab.host('kvm1').run(['ip', 'netns', 'exec', 'guest', 'ping', '-c1', '10.0.13.2']);
      expect(again).toContain(' 0% packet loss');
    });
  },
);
