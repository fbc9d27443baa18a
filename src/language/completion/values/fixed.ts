import { described, words, type Value } from '../value.js';

/** Values that depend on nothing but the keyword, best first. */
const FIXED: Readonly<Record<string, readonly Value[]>> = {
  mode: described({
    'active-backup': 'one port works, the others wait; needs nothing of the switch',
    '802.3ad': 'LACP: all ports work; the switch has to speak it',
    'balance-xor': 'all ports work by a hash; the switch needs a static group',
    'balance-tlb': 'spreads what is sent; needs nothing of the switch',
    'balance-alb': 'spreads both ways; not below a bridge',
    'balance-rr': 'packets in turn, out of order; static group',
    broadcast: 'everything on all ports; static group',
  }),
  hash: described({
    'layer3+4': 'addresses and ports: spreads best',
    'layer2+3': 'MACs and addresses',
    layer2: 'MACs: all to one gateway takes one port',
    'encap3+4': 'addresses and ports inside of tunnels',
    'encap2+3': 'MACs and addresses inside of tunnels',
    'vlan+srcmac': 'VLAN and sender',
  }),
  'lacp-rate': described({ fast: 'every second', slow: 'every 30 s' }),
  'fail-over-mac': described({
    none: 'all ports bear the MAC of the bond',
    active: 'the bond takes the MAC of the active port',
    follow: 'the MAC goes along to the active port',
  }),
  'ad-select': described({
    bandwidth: 'the aggregator with most bandwidth',
    count: 'the aggregator with most ports',
    stable: 'the present one while it works',
  }),
  target: described({
    DROP: 'lets nothing in and does not answer',
    default: 'rejects what no rule lets in',
    REJECT: 'rejects, also what default would let in',
    ACCEPT: 'lets everything in',
  }),
  model: described({
    virtio: 'the fast one; the default',
    e1000e: 'Intel gigabit, for guests without virtio drivers',
    igb: 'Intel gigabit with several queues',
    rtl8139: 'for very old guests',
  }),
  link: described({ on: 'the cable is in', off: 'the cable is pulled' }),
  filter: described({
    'clean-traffic': 'no forged MAC, IP or ARP',
    'no-mac-spoofing': 'no forged MAC',
    'no-ip-spoofing': 'no forged IP address',
    'no-arp-spoofing': 'no forged ARP',
    'no-other-l2-traffic': 'nothing but IP and ARP',
  }),
  miimon: words(['100 ms', '50 ms', '1 s']),
  updelay: words(['200 ms', '500 ms', '1 s']),
  downdelay: words(['200 ms', '500 ms', '1 s']),
  'arp-interval': words(['1 s', '500 ms', '2 s']),
  'min-links': words(['1', '2']),
  'forward-delay': words(['15 s', '4 s', '2 s']),
  'hello-time': words(['2 s', '1 s']),
  'max-age': words(['20 s', '6 s']),
  'ageing-time': words(['300 s', '60 s']),
  cost: words(['100', '19', '4', '2']),
  metric: words(['100', '200', '400']),
  peak: words(['2 Gbit/s', '1 Gbit/s', '200 Mbit/s']),
  burst: words(['64 KiB', '256 KiB', '1 MiB']),
  in: words(['1 Gbit/s', '500 Mbit/s', '100 Mbit/s', '2 Gbit/s', '10 Gbit/s']),
  out: words(['1 Gbit/s', '500 Mbit/s', '100 Mbit/s', '2 Gbit/s', '10 Gbit/s']),
};

const BRIDGE_PRIORITY = [
  { name: '32768', detail: 'the default' },
  { name: '4096', detail: 'likely to become root' },
  { name: '61440', detail: 'never root if it can be helped' },
];

export function fixedValues(rule: string, key: string): readonly Value[] {
  if (key === 'priority') return rule === 'PortBlock' ? words(['32', '8', '63']) : BRIDGE_PRIORITY;
  return (Object.hasOwn(FIXED, key) ? FIXED[key] : undefined) ?? [];
}

/** Units that may follow a plain number. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  in: ['Gbit/s', 'Mbit/s', 'Kbit/s'],
  out: ['Gbit/s', 'Mbit/s', 'Kbit/s'],
  peak: ['Gbit/s', 'Mbit/s', 'Kbit/s'],
  burst: ['KiB', 'MiB'],
  miimon: ['ms', 's'],
  updelay: ['ms', 's'],
  downdelay: ['ms', 's'],
  'arp-interval': ['ms', 's'],
  'forward-delay': ['s'],
  'hello-time': ['s'],
  'max-age': ['s'],
  'ageing-time': ['s', 'min'],
};

/** After `bandwidth in 1`: its unit. */
export const unitsAfter = (key: string, lastWord: string): readonly Value[] =>
  /^\d+(?:\.\d+)?$/.test(lastWord) ? words(UNITS[key] ?? [], 'unit') : [];
