/** What other tools and systems call things that have a keyword here, in lower case. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  network: ['segment', 'portgroup'],
  host: ['server', 'node', 'hypervisor', 'machine'],
  profile: ['template', 'shape'],
  pool: ['cluster', 'group'],
  guest: ['vm', 'domain', 'instance', 'virtual-machine'],
  zone: ['firewall', 'security'],
  import: ['include', 'require', 'source'],
  nic: ['interface', 'iface', 'ethernet', 'ethernets', 'adapter', 'netdev'],
  bond: ['bonding', 'bonds', 'team', 'lag', 'etherchannel', 'port-channel'],
  bridge: ['bridges', 'br', 'switch', 'vswitch'],
  vlan: ['vlans', 'vlan-id', 'vid', 'tag', 'dot1q'],
  id: ['vlan-id', 'vid', 'tag'],
  on: ['parent', 'link', 'device', 'raw-device'],
  ports: ['slaves', 'slave', 'members', 'interfaces', 'bridge-ports', 'bond-slaves', 'uplinks'],
  carries: ['carry', 'networks', 'uplink', 'trunks'],
  address: ['ip', 'ipv4', 'ipv6', 'addresses', 'ipaddr', 'inet', 'static'],
  slaac: ['accept-ra', 'autoconf', 'ra'],
  none: ['disabled', 'manual'],
  gateway: ['gateway4', 'gateway6', 'router', 'gw', 'default-route'],
  dns: ['nameserver', 'nameservers', 'resolver', 'dns-servers'],
  search: ['dns-search', 'domains'],
  subnet: ['cidr', 'prefix', 'range'],
  route: ['routes', 'static-route'],
  number: ['index', 'ip', 'address'],
  ssh: ['hostname', 'connect', 'user'],
  via: ['jump', 'proxyjump', 'bastion'],
  mtu: ['jumbo'],
  mac: ['hwaddr', 'macaddress', 'ether', 'lladdr'],
  mode: ['bond-mode', 'policy', 'type'],
  miimon: ['mii-monitor-interval', 'link-monitoring'],
  'lacp-rate': ['lacp'],
  hash: ['xmit-hash-policy', 'transmit-hash-policy', 'xmit_hash_policy'],
  'arp-targets': ['arp-ip-target', 'arp-ip-targets', 'arp_ip_target'],
  'vlan-aware': ['vlan-filtering', 'vlan_filtering', 'bridge-vlan-aware'],
  pvid: ['default-pvid', 'vlan-default-pvid'],
  trunk: ['tagged', 'allowed-vlans'],
  native: ['untagged', 'access', 'pvid'],
  lease: ['reservation', 'static-lease'],
  forward: ['port-forward', 'dnat', 'redirect'],
  over: ['outgoing', 'dev'],
  vcpus: ['cpus', 'cpu', 'vcpu'],
  model: ['driver', 'type'],
  queues: ['multiqueue', 'mq'],
  bandwidth: ['rate', 'limit', 'qos', 'shaping'],
  filter: ['filterref', 'nwfilter'],
  isolated: ['private', 'internal'],
  nat: ['masquerading'],
  target: ['default-policy', 'policy'],
  services: ['service', 'allow'],
};

export const wordsOfOthersFor = (keyword: string): readonly string[] =>
  Object.hasOwn(WORDS, keyword) ? (WORDS[keyword] ?? []) : [];

/** The keyword, among those that are known at a place, for what somebody knows by another word. */
export function keywordMeantBy(word: string, keywords: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  for (const keyword of keywords) if (wordsOfOthersFor(keyword).includes(lower)) return keyword;
  return undefined;
}
