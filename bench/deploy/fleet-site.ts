/** A site of hosts that are alike, with what many hosts have: bonds, VLANs, bridges, a NAT network and two guests each. */
export function fleetSite(hosts: number): string {
  const numbers = Array.from({ length: hosts }, (_, index) => index + 1);
  return [
    'network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.254 }',
    'network heartbeat  { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }',
    'network migrate    { roles migration  vlan 12  subnet 10.11.12.0/24 }',
    'network tenant     { roles vm  vlan 13 }',
    'network edge       { roles vm  vlans 100-103 }',
    '',
    'profile compute {',
    '  nic eth0 { carries management }',
    '  nic eth1  nic eth2  nic eth3  nic eth4',
    '  bond bond0 { ports eth1, eth2  mode active-backup  carries heartbeat, migrate, tenant }',
    '  bond bond1 { ports eth3, eth4  mode active-backup }',
    '  bridge br-edge { ports bond1  network edge  vlan-aware }',
    '  nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }',
    '}',
    '',
    ...numbers.flatMap((number) => [
      `host kvm${number} is compute { number ${number} }`,
      `guest web${number} on kvm${number} { vcpus 1  nic { network tenant } }`,
      `guest router${number} on kvm${number} { vcpus 1  nic { network edge  trunk 100-102 native 100 } }`,
    ]),
    '',
  ].join('\n');
}
