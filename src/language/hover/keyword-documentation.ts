/** What a keyword means, wherever it stands. */
const KEYWORDS: Readonly<Record<string, string>> = {
  network: 'The network that this serves: it gives VLAN id, MTU, zone and address.',
  pool: 'Hosts among which guests move. The networks of its guests must exist alike on each of them.',
  profile: 'A shape that hosts share; `host kvm1 is compute` takes everything from it.',
  host: 'A KVM host.',
  guest: 'A virtual machine that libvirt knows. KVMNet plugs its NICs.',
  zone: 'The firewalld zone. On a bond or bridge it belongs to the device that has the address, not to its ports.',
  import: 'Brings in what another file declares. The path begins at the folder of this file.',
  roles:
    'What the network is for: management, heartbeat, migration, storage, vm. All but `vm` give hosts an address.',
  vlan: 'The 802.1Q id of its frames, 1–4094. Without it they are untagged.',
  vlans: 'VLAN ids and ranges: `100-199, 300`.',
  subnet: 'One IPv4 and one IPv6 subnet.',
  gateway: 'The default route goes through this address.',
  dns: 'Name servers.',
  search: 'Search domains of the resolver.',
  mtu: 'Largest IP packet, in bytes. Default 1500. It must not be larger than that of the device below.',
  hosts: 'The hosts of the pool.',
  is: 'Takes everything from these profiles, merged from left to right; what is written here wins.',
  ssh: 'Where the host is reached: `[user@]name[:port]`. Default: its name. Your OpenSSH configuration resolves it.',
  via: 'Reached through.',
  number: "The host's number in every subnet: 22 gives 10.11.10.22, 10.11.11.22, …",
  forwarding: '`on`: the host routes between its networks.',
  route: 'A static route. Without `via` the destination is on the link itself; the lower `metric` wins.',
  metric: 'Lower wins.',
  nic: 'A physical port of the host, by its interface name.',
  bond: 'Several NICs as one.',
  bridge: 'A software switch: NICs, bonds or VLANs of the host and NICs of guests are its ports.',
  nat: 'A network that libvirt makes on this host: guests reach out through the address of the host, nobody reaches in.',
  routed: 'A network that libvirt makes on this host and routes without translating addresses.',
  isolated: 'A network that libvirt makes on this host, with no way out.',
  carries:
    'The networks that pass here. VLAN devices, bridges and addresses follow: network with `vlan` → VLAN device; role `vm` → bridge on top; any other role → address *subnet + number*.',
  mac: 'Its MAC address.',
  'wake-on-lan': 'Wake the host by a magic packet.',
  address: 'Addresses with prefix.',
  dhcp: 'Addresses by DHCP.',
  slaac: 'IPv6 address by router advertisements.',
  none: 'No address, not even what the network would give.',
  ports: 'The devices that are its ports. A port has no address of its own.',
  port: 'A port with settings of its own: `trunk`, `native`, `isolated`, `priority`, `cost`.',
  mode: 'How the ports share the work; `active-backup` by default. It needs nothing of the switch; `802.3ad` needs LACP there; `balance-xor`, `balance-rr` and `broadcast` need a static group.',
  primary: 'The port that is used whenever it is up (active-backup, balance-tlb, balance-alb).',
  miimon: 'Time between checks of the links. Default 100 ms.',
  'arp-interval':
    'Time between checks by ARP; not together with `miimon`, nor with 802.3ad, balance-tlb, balance-alb.',
  'arp-targets': 'Addresses to ask for by ARP.',
  'lacp-rate': 'How often the partner sends LACP packets: `slow` every 30 s, `fast` every second (802.3ad).',
  hash: 'Which parts of a packet choose the port (balance-xor, 802.3ad, balance-tlb).',
  'min-links': 'Links that must be up for the bond to be up.',
  updelay: 'Time that a link must be up before it is used; a multiple of `miimon`.',
  downdelay: 'Time that a link must be down before it is left; a multiple of `miimon`.',
  'fail-over-mac': 'Which MAC the bond has after a failover: `none`, `active`, `follow` (active-backup).',
  'ad-select': 'Which aggregator is chosen: `stable`, `bandwidth`, `count` (802.3ad).',
  on: 'The device below.',
  id: 'VLAN id, 1–4094. Left out, it is that of the `network`.',
  'vlan-aware': 'The bridge filters by VLAN: one bridge for many VLANs.',
  pvid: 'VLAN of untagged frames on a VLAN-aware bridge. Without it they are dropped.',
  stp: 'Spanning tree, `off` by default. `on` keeps a new port silent for twice the forward delay, 30 s by default.',
  priority: 'Priority in the spanning tree.',
  'forward-delay': 'Seconds between listening and learning, and learning and forwarding: 2–30.',
  'hello-time': 'Seconds between messages of the spanning tree: 1–10.',
  'max-age': 'Seconds that a message of the spanning tree is valid: 6–40.',
  'ageing-time': 'Seconds that a learnt MAC is kept.',
  'multicast-snooping': 'Send multicast only to ports that asked for it.',
  trunk: 'VLANs that pass tagged.',
  native: 'The VLAN of untagged frames.',
  cost: 'Cost of the port in the spanning tree.',
  lease: 'A fixed address for a MAC, and the name that the guest gets by DNS.',
  domain: 'DNS domain of the guests.',
  over: 'Let traffic leave through this device only. Not together with `forward`.',
  forward: 'Let outsiders reach a guest behind `nat` through a port of the host.',
  'host-access': '`no`: the host itself has no address in the `isolated` network.',
  autostart: 'libvirt starts the network at boot. Default `yes`.',
  vcpus: 'Virtual CPUs.',
  pin: 'Physical CPUs that the vCPUs run on.',
  in: 'Limits for what the guest receives.',
  out: 'Limits for what the guest sends.',
  model: 'The device that the guest sees. Default: `virtio`.',
  queues: 'Queues of a virtio NIC; `auto` = as many as vCPUs.',
  bandwidth: 'Limits, seen from the guest: `in` is what it receives, `out` what it sends.',
  to: 'The guest and its port.',
  peak: 'Rate for short bursts.',
  burst: 'Amount of data that may go out at the peak rate.',
  filter: 'A libvirt network filter, such as `clean-traffic`.',
  link: '`off`: the cable is pulled.',
  boot: 'Place in the boot order.',
  target: 'What happens to packets that no rule of the zone takes: `default`, `ACCEPT`, `REJECT`, `DROP`.',
  services: 'firewalld services that may be reached.',
  sources: 'Addresses and subnets that belong to the zone.',
  masquerade: 'Hide what leaves the zone behind the address of the host.',
  'rich-rule': 'A rule in the rich language of firewalld, in quotes.',
};

/** Where a keyword means something else. */
const IN_BLOCK: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SourceFile: {
    network: 'A network as an administrator means it: roles, VLAN, subnet.',
    zone: 'A firewalld zone.',
  },
  NetworkBlock: {
    bridge: "Name of the bridge that hosts get for it (role `vm`). Default: the network's name.",
    vlans: 'A trunk: guests get frames with these tags.',
    gateway: 'Default route of the hosts that have an address in it.',
    dns: 'Name servers for the hosts that have an address in it.',
    search: 'Search domains for the hosts that have an address in it.',
    zone: 'The firewalld zone of the devices that carry it.',
    route: 'A route of the hosts that have an address in it. Lower `metric` wins.',
    mtu: 'Largest IP packet, in bytes, on the devices that carry it. Default 1500.',
  },
  HostBlock: {
    via: 'Reached through this host.',
    vlan: 'An 802.1Q device on a NIC or bond.',
    route: 'A static route, put on the device whose subnet holds the gateway. Lower `metric` wins.',
    dns: 'Name servers, put on the device with the default route.',
  },
  ProfileBlock: {
    vlan: 'An 802.1Q device on a NIC or bond.',
    route: 'A static route, put on the device whose subnet holds the gateway. Lower `metric` wins.',
  },
  NicBlock: { mac: 'Find the NIC by this permanent address instead of by its name.' },
  BridgeBlock: {
    vlans: 'VLANs that pass the bridge, in addition to those of its networks.',
    mac: 'Its MAC address, whatever its ports are.',
  },
  ZoneBlock: {
    forward: 'Let packets pass between interfaces of the zone.',
    ports: 'Ports, or ranges of them, that may be reached.',
  },
  PortBlock: {
    trunk: 'VLANs that pass tagged; the `pvid` among them is tagged as well.',
    native: 'The VLAN of untagged frames. Without `trunk` an access port: that VLAN and no other.',
    isolated: 'Does not reach other isolated ports. NetworkManager does not keep this.',
  },
  VirtualNetworkBlock: {
    subnet: 'One IPv4 and one IPv6 subnet; the host has the first address.',
    dhcp: 'Addresses to hand out.',
    dns: 'Name servers to forward to.',
    bridge: 'Name of its bridge. Default: `virbr-` and the name of the network.',
  },
  GuestBlock: { nic: 'A NIC of the guest; without a name it is called after what it plugs into.' },
  GuestNicBlock: {
    network: "A network of the site with role `vm`, or a libvirt network of the guest's host.",
    bridge: "A bridge of the guest's host.",
    mac: 'MAC of the NIC. Left out, it is made from the names of guest and NIC, so that it is the same everywhere.',
    vlan: 'Access VLAN on a VLAN-aware bridge.',
    trunk: 'VLANs that the guest gets tagged. Left out on a trunk network: all of them.',
    native: 'The VLAN of untagged frames.',
    mtu: 'Largest IP packet of the NIC, in bytes.',
    isolated: 'Does not reach other isolated guests of the bridge.',
  },
};

/** The sentence for a keyword in a kind of block (the name of its grammar rule). */
export const keywordDocumentation = (block: string, keyword: string): string | undefined =>
  IN_BLOCK[block]?.[keyword] ?? KEYWORDS[keyword];

/** Its beginning, without markup, for a line of a list: `the networks that pass here`. */
export function keywordSummary(block: string, keyword: string): string | undefined {
  const text = keywordDocumentation(block, keyword)?.replaceAll(/[`*]/g, '') ?? '';
  const [clause = ''] = /^.*?(?=[.;:](?:\s|$)|$)/.exec(text) ?? [];
  // `on: the host routes …` says nothing without its second half.
  const [sentence = ''] = /^.*?(?=\.(?:\s|$)|$)/.exec(text) ?? [];
  const summary = clause.length < 8 ? sentence : clause;
  return summary === '' ? undefined : summary.replace(/^[A-Z](?=[a-z]* )/, (letter) => letter.toLowerCase());
}
