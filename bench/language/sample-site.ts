/**
 * A site of many hosts, 65 lines and about 2 kB each: four NICs, two bonds, seven networks, a nat network, ten guests.
 * Free of errors.
 */
export function siteHeader(): string {
  const vm = [13, 14, 15, 16].map((id) => `network tenant${id} { roles vm  vlan ${id} }`);
  return [
    'network management { roles management  subnet 10.0.0.0/16  gateway 10.0.255.254 }',
    'network heartbeat { roles heartbeat  vlan 11  subnet 10.1.0.0/16 }',
    'network migrate { roles migration  vlan 12  subnet 10.2.0.0/16  mtu 9000 }',
    ...vm,
    '',
  ].join('\n');
}

/** @param number from 1 on; it is in every name and address. */
export function sampleHost(number: number): string {
  const name = `kvm${number}`;
  const guests = Array.from({ length: 10 }, (_, i) => sampleGuest(name, number, i));
  return `/// Rack ${number % 40}, unit ${number % 42}.
host ${name} {
  ssh    admin@${name}.example.com
  number ${number}
  nic eno1 { mac ${macOf(number, 1)} }
  nic eno2 { mac ${macOf(number, 2)} }
  nic ens1 { mac ${macOf(number, 3)} }
  nic ens2 { mac ${macOf(number, 4)} }
  bond bond0 {
    ports   eno1, eno2
    mode    active-backup
    primary eno1
    miimon  100 ms
    carries management, heartbeat
  }
  bond bond1 {
    ports     ens1, ens2
    mode      802.3ad
    lacp-rate fast
    hash      layer3+4
    miimon    100 ms
    carries   migrate, tenant13, tenant14, tenant15, tenant16
  }
}
${guests.join('\n')}
`;
}

function sampleGuest(host: string, number: number, i: number): string {
  return `guest vm-${number}-${i} on ${host} {
  vcpus 4
  nic { network tenant${13 + (i % 4)}  queues auto }
}`;
}

function macOf(host: number, nic: number): string {
  const bytes = [(host >> 16) & 255, (host >> 8) & 255, host & 255].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `02:0${nic}:00:${bytes.join(':')}`;
}

export const sampleSite = (hosts: number): string =>
  siteHeader() + Array.from({ length: hosts }, (_, i) => sampleHost(i + 1)).join('');
