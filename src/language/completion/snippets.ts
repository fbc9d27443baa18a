/** Whole declarations with sensible values, by the block that they stand in and the keyword that begins them. */
const SNIPPETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SourceFile: {
    network: 'network ${1:name} { roles ${2|management,heartbeat,migration,storage,vm|}  $0 }',
    pool: 'pool ${1:name} { hosts $0 }',
    profile:
      'profile ${1:name} {\n  nic ${2:eth0}  nic ${3:eth1}\n  bond ${4:bond0} { ports $2, $3  mode active-backup  carries $0 }\n}',
    host: 'host ${1:name} is ${2:profile} { number $0 }',
    guest: 'guest ${1:name} on ${2:host} {\n  vcpus ${3:2}\n  nic { network $0 }\n}',
    zone: 'zone ${1:name} { target ${2|default,DROP,REJECT,ACCEPT|}  $0 }',
    import: 'import "$0"',
  },
  HostBlock: devices(),
  ProfileBlock: devices(),
  BridgeBlock: { port: 'port ${1:device} { trunk $0 }' },
  GuestBlock: { nic: 'nic { network $0 }' },
};

function devices(): Readonly<Record<string, string>> {
  return {
    bond: 'bond ${1:bond0} { ports ${2:eth0}, ${3:eth1}  mode ${4|active-backup,802.3ad,balance-xor|}  carries $0 }',
    vlan: 'vlan ${1:name} { on ${2:bond0}  network $0 }',
    bridge: 'bridge ${1:br0} { ports ${2:eth0}  network $0 }',
    nat: 'nat ${1:name} { subnet ${2:192.168.100.0/24}  dhcp ${3:192.168.100.10-192.168.100.200} }',
    routed: 'routed ${1:name} { subnet ${2:192.168.60.0/24} }',
    isolated: 'isolated ${1:name} { subnet ${2:192.168.50.0/24}  host-access ${3|yes,no|} }',
  };
}

export const snippetFor = (block: string, keyword: string): string | undefined => SNIPPETS[block]?.[keyword];
