import { describe, expect, it } from 'vitest';
import { planHost, type ObservedHost, type Plan } from '../../../src/deploy/index.js';
import {
  interfaceAsGiven,
  isManaged,
  mergedInterface,
  takesLiveChanges,
} from '../../../src/deploy/plan/guest-interface.js';
import { remainingDifferences } from '../../../src/deploy/transaction/verify.js';
import { planInput, recordedHost } from '../support/recorded-host.js';

describe('the interface of a running guest, as it was given to libvirt', () => {
  it('is in its network again, not on the bridge that the network stands for', () => {
    const running = `<interface type='bridge'>
  <mac address='52:54:00:f7:c3:f4'/>
  <source network='tenant' portid='3aa3e4b1-6a5c-4f2e-8a43-6f2a0d4a3f0e' bridge='tenant'/>
  <target dev='vnet1'/>
  <alias name='net0'/>
  <model type='virtio'/>
</interface>`;
    const given = interfaceAsGiven(running);
    expect(given).toMatch(/<interface type=["']network["']>/);
    expect(given).toMatch(/<source network=["']tenant["']\/>/);
    // The guest may have been started anew since, with another TAP.
    expect(given).not.toMatch(/<target|<alias/);
  });

  it('keeps names that somebody has chosen for it', () => {
    const named = `<interface type='bridge'><target dev='web1-eth0'/><alias name='ua-web1'/></interface>`;
    expect(interfaceAsGiven(named)).toMatch(
      /<target dev=["']web1-eth0["']\/>\s*<alias name=["']ua-web1["']\/>/,
    );
  });

  it('stays as it is on a bridge of the host, and where it cannot be read', () => {
    const bridged = `<interface type='bridge'><source bridge='br0'/></interface>`;
    expect(interfaceAsGiven(bridged).replace(/\s*\n\s*/g, '')).toBe(bridged);
    expect(interfaceAsGiven('<interface')).toBe('<interface');
  });
});

describe('what the text says nothing of', () => {
  const OWN = `<interface type='network'><mac address='52:54:00:00:00:01'/><source network='tenant'/><driver name='vhost' queues='2'/></interface>`;
  const FOUND = `<interface type='network'><mac address='52:54:00:00:00:01'/><source network='old'/><driver queues='8' rx_queue_size='1024'><host tso4='off'/></driver><rom bar='off'/></interface>`;

  it('is kept, options of the driver too', () => {
    const merged = mergedInterface(OWN, FOUND, 'all') ?? '';
    expect(merged).toMatch(/<source network=["']tenant["']\/>/);
    expect(merged).toMatch(/<rom bar=["']off["']\/>/);
    expect(merged).toMatch(
      /<driver name=["']vhost["'] queues=["']2["'] rx_queue_size=["']1024["']>\s*<host tso4=["']off["']\/>/,
    );
  });

  it.each([
    ['rom@bar', false],
    ['tune/sndbuf', false],
    ['driver@rx_queue_size', false],
    ['driver/host@tso4', false],
    ['driver@queues', true],
    ['driver', true],
    ['@type', true],
    ['vlan/tag[10]@id', true],
    ['source@network', true],
  ])('is no difference: %s', (path, isOne) => {
    expect(isManaged(path)).toBe(isOne);
  });
});

describe('a NIC of a running guest', () => {
  it.each([
    [`<interface type='network'><source network='tenant' bridge='tenant'/></interface>`, true],
    [`<interface type='bridge'><source bridge='br0'/></interface>`, true],
    [`<interface type='bridge'><source bridge='ovs0'/><virtualport type='openvswitch'/></interface>`, false],
    [`<interface type='direct'><source dev='eno2' mode='bridge'/></interface>`, false],
    [`<interface type='hostdev'/>`, false],
    ['<interface', false],
  ])('is changed while it runs where libvirt can: %s', (xml, can) => {
    expect(takesLiveChanges(xml)).toBe(can);
  });
});

describe('a running guest on macvtap whose NIC is to be in a network', () => {
  const MAC = '52:54:00:aa:00:01';
  const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network tenant { roles vm  vlan 13 }
host kvm1 { number 15  nic eth0 { carries management }  nic eth1 { carries tenant } }
guest web1 on kvm1 { vcpus 1  nic { network tenant  mac ${MAC} } }
`;
  const direct = `<interface type='direct'><mac address='${MAC}'/><source dev='eth4' mode='bridge'/><target dev='macvtap0'/><model type='virtio'/></interface>`;

  it('is changed at its next power cycle, and holds up nothing until then', async () => {
    const observed = recordedHost();
    const nic = { mac: MAC, target: 'macvtap0', xml: direct };
    const host = (live: string): ObservedHost => ({
      ...observed,
      libvirt: {
        ...observed.libvirt,
        domains: [
          {
            uuid: 'u',
            name: 'web1',
            running: true,
            interfaces: [nic],
            liveInterfaces: [{ ...nic, xml: live }],
          },
        ],
      },
    });
    const planned = async (live: string): Promise<Plan> => planHost(await planInput(SITE, host(live)));
    const plan = await planned(direct);
    const step = plan.steps.find(({ kind }) => kind === 'guest-interface');
    expect(step?.impacts).toEqual([{ kind: 'guest-power-cycle', guest: 'web1' }]);
    const verbs = [...plan.work.apply, ...plan.work.persist].flatMap(([, verb, ...rest]) =>
      verb === 'guest-update' ? [rest.at(2)] : [],
    );
    expect(verbs).toEqual(['config']);
    expect(remainingDifferences(plan, host(direct)).filter((text) => text.includes('web1'))).toEqual([]);
    const bridged = direct
      .replace("type='direct'", "type='bridge'")
      .replace(/<source.*?>/, "<source bridge='br9'/>");
    const live = (await planned(bridged)).work.apply.filter(([, verb]) => verb === 'guest-update');
    expect(live).toHaveLength(1);
  });
});
