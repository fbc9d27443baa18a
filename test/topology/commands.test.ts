import { describe, expect, test } from 'vitest';
import { buildGraph, commandFor } from '../../src/topology/index.js';
import { siteFrom } from '../language/support/site-from-text.js';

const { network } = await siteFrom(`
network management { roles management  subnet 10.11.10.0/24 }
network heartbeat  { roles heartbeat   vlan 11  subnet 10.11.11.0/24 }
network tenant     { roles vm          vlan 13 }
network edge       { roles vm          vlans 100-110, 300 }
host kvm1 {
  number 22
  nic eth0  nic eth1  nic eth3
  bond bond0 { ports eth0, eth1  mode active-backup  primary eth0  carries management, heartbeat, tenant }
  bridge br-edge { port eth3 { trunk 100-110, 300  native 7 }  network edge  vlan-aware }
  bridge br-idle { }
  isolated back { subnet 192.168.50.0/24  bridge virbr9 }
}
guest web1 on kvm1 { nic { network tenant  mac 52:54:00:11:22:33 }  nic { network back  mac 52:54:00:11:22:34  model e1000e } }
guest "db 1" on kvm1 { nic { bridge br-edge  mac 52:54:00:11:22:35 } }
`);
const graph = buildGraph(network, [], { perspective: 'commands' });
const printed = (command: string): string => {
  const block = graph.nodes.find(({ kind, label }) => kind === 'command' && label === command);
  const lines = graph.nodes.filter(({ frame }) => frame !== undefined && frame === block?.id);
  return lines.map(({ label }) => label).join('\n');
};

// What these programs print was compared with a lab host: iproute2 6.15, NetworkManager 1.52, libvirt 11.3.
describe('the commands perspective', () => {
  test('prints addresses as ip -br addr does', () => {
    expect(printed('ip -br addr')).toBe(
      [
        'lo               UNKNOWN        127.0.0.1/8 ::1/128',
        'eth0             UP',
        'eth1             UP',
        'eth3             UP',
        'bond0            UP             10.11.10.22/24',
        'bond0.11@bond0   UP             10.11.11.22/24',
        'bond0.13@bond0   UP',
        'tenant           UP',
        'br-edge          UP',
        'br-idle          DOWN',
        'virbr9           UP             192.168.50.1/24',
      ].join('\n'),
    );
  });

  test('prints VLANs as bridge -c vlan does, with the default of bridges that know of none', () => {
    expect(printed('bridge -c vlan')).toBe(
      [
        'port              vlan-id',
        'eth3              7 PVID Egress Untagged',
        '                  100-110',
        '                  300',
        'bond0.13          1 PVID Egress Untagged',
        'tenant            1 PVID Egress Untagged',
        'br-idle           1 PVID Egress Untagged',
        'virbr9            1 PVID Egress Untagged',
      ].join('\n'),
    );
  });

  test('prints connections as nmcli does, those that NetworkManager makes up included', () => {
    expect(printed('nmcli -f NAME,TYPE,DEVICE con').split('\n').slice(0, 6)).toEqual([
      'NAME      TYPE      DEVICE',
      'eth0      ethernet  eth0',
      'eth1      ethernet  eth1',
      'eth3      ethernet  eth3',
      'bond0     bond      bond0',
      'bond0.11  vlan      bond0.11',
    ]);
    expect(printed('nmcli -f NAME,TYPE,DEVICE con')).toContain('lo        loopback  lo');
  });

  test('prints networks and interfaces as virsh does', () => {
    expect(printed('virsh net-list')).toBe(
      [
        ' Name     State    Autostart   Persistent',
        '-------------------------------------------',
        ' back     active   yes         yes',
        ' edge     active   yes         yes',
        ' tenant   active   yes         yes',
      ].join('\n'),
    );
    expect(printed('virsh domiflist web1')).toBe(
      [
        ' Interface   Type      Source   Model    MAC',
        '------------------------------------------------------------',
        ' vnetN       bridge    tenant   virtio   52:54:00:11:22:33',
        ' vnetN       network   back     e1000e   52:54:00:11:22:34',
      ].join('\n'),
    );
  });

  test('quotes what a shell would take for something else', () => {
    expect(graph.nodes.map(({ label }) => label)).toContain("virsh domiflist 'db 1'");
    const devices = buildGraph(network, [], { perspective: 'devices' }).nodes;
    const commandOf = (label: string): string | undefined => {
      const node = devices.find((candidate) => candidate.label === label);
      return node && commandFor(node);
    };
    expect(commandOf('db 1')).toBe("virsh domiflist 'db 1'");
    expect(commandOf('bond0.13')).toBe('ip -d address show dev bond0.13');
    expect(commandOf('br-edge')).toBe('bridge vlan show');
    expect(commandOf('back')).toBe('virsh net-dumpxml back');
    expect(commandOf('LAN')).toBeUndefined();
  });

  test('leads from each line to the element that it is about, with its number', () => {
    const line = graph.nodes.find(({ kind, label }) => kind === 'line' && label.startsWith('bond0.11@bond0'));
    expect(line).toMatchObject({ stands: ['host/kvm1/device/bond0.11'], marks: [{ text: '2' }] });
  });
});
