import { BOND_MODES, HASH_POLICIES, type BondMode, type HashPolicy } from '../../model/index.js';
import * as ast from '../generated/ast.js';
import { ipAddress, mac } from '../literals/addresses.js';
import { toVlanSet, vlanId, vlanRange, whole } from '../literals/numbers.js';
import { milliseconds, seconds } from '../literals/quantities.js';
import { nameText, oneOf } from '../literals/words.js';
import { BlockReader, present, type ReadingContext } from './block-reader.js';
import type {
  BondDeclaration,
  BridgeDeclaration,
  Declaration,
  DeviceDeclaration,
  NicDeclaration,
  PortDeclaration,
  VlanDeclaration,
} from './declaration.js';
import { mtu, readAddressing } from './read-properties.js';
import { wordsOf } from './word.js';

/** The name, places and documentation of a block whose name is its first word; undefined while it has none. */
export function readDeclaration(reader: BlockReader): Declaration | undefined {
  const [word] = wordsOf(reader.context.uri, reader.node.$cstNode);
  const name = reader.declaredName(word);
  return name && { name: name.value, places: reader.places(name.origin), ...reader.documentation() };
}

export function readDevice(node: ast.DeviceBlock, context: ReadingContext): DeviceDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  if (!declaration) return undefined;
  const common = { ...declaration, ...readAddressing(reader) };
  switch (node.$type) {
    case 'NicBlock':
      return { ...common, ...readNic(reader) };
    case 'BondBlock':
      return { ...common, ...readBond(reader) };
    case 'VlanBlock':
      return { ...common, ...readVlan(reader) };
    case 'BridgeBlock':
      return { ...common, ...readBridge(reader) };
  }
}

type Own<T> = Omit<
  T,
  | keyof Declaration
  | 'addresses'
  | 'dhcp'
  | 'slaac'
  | 'none'
  | 'gateways'
  | 'dns'
  | 'search'
  | 'zone'
  | 'routes'
>;

const readNic = (reader: BlockReader): Own<NicDeclaration> => ({
  kind: 'nic',
  ...present({
    mac: reader.one('mac', mac),
    mtu: reader.one('mtu', mtu),
    wakeOnLan: reader.flag('wake-on-lan'),
    carries: reader.names('carries'),
  }),
});

/** By their numbers in the kernel (LINUX: bonding.rst), and by what switches, ifcfg files and teams call them. */
const OTHER_MODES: Readonly<Record<string, BondMode>> = {
  ...Object.fromEntries(BOND_MODES.map((mode, number) => [String(number), mode])),
  lacp: '802.3ad',
  '802.1ax': '802.3ad',
  '8023ad': '802.3ad',
  '802-3ad': '802.3ad',
  failover: 'active-backup',
  activebackup: 'active-backup',
  'active-passive': 'active-backup',
  'active-standby': 'active-backup',
  backup: 'active-backup',
  roundrobin: 'balance-rr',
  'round-robin': 'balance-rr',
  rr: 'balance-rr',
  xor: 'balance-xor',
  tlb: 'balance-tlb',
  alb: 'balance-alb',
};

const OTHER_HASHES: Readonly<Record<string, HashPolicy>> = {
  0: 'layer2',
  1: 'layer3+4',
  2: 'layer2+3',
  mac: 'layer2',
  l2: 'layer2',
  'l2+3': 'layer2+3',
  'l3+4': 'layer3+4',
  'layer2-3': 'layer2+3',
  'layer3-4': 'layer3+4',
  'layer4+3': 'layer3+4',
};

const readBond = (reader: BlockReader): Own<BondDeclaration> => ({
  kind: 'bond',
  ...present({
    ports: reader.names('ports'),
    mode: reader.one('mode', oneOf('bond mode', BOND_MODES, OTHER_MODES)),
    primary: reader.name('primary'),
    miimon: reader.one('miimon', milliseconds),
    arpInterval: reader.one('arp-interval', milliseconds),
    arpTargets: reader.list('arp-targets', ipAddress),
    lacpRate: reader.one('lacp-rate', oneOf('LACP rate', ['slow', 'fast'], { 0: 'slow', 1: 'fast' })),
    hash: reader.one('hash', oneOf('hash policy', HASH_POLICIES, OTHER_HASHES)),
    minLinks: reader.one('min-links', whole('number of links')),
    updelay: reader.one('updelay', milliseconds),
    downdelay: reader.one('downdelay', milliseconds),
    failOverMac: reader.one('fail-over-mac', oneOf('fail-over policy', ['none', 'active', 'follow'])),
    adSelect: reader.one('ad-select', oneOf('aggregator policy', ['stable', 'bandwidth', 'count'])),
    mac: reader.one('mac', mac),
    mtu: reader.one('mtu', mtu),
    carries: reader.names('carries'),
  }),
});

const readVlan = (reader: BlockReader): Own<VlanDeclaration> => ({
  kind: 'vlan',
  ...present({
    parent: reader.name('on'),
    vlanId: reader.one('id', vlanId),
    networks: reader.names('network'),
    mtu: reader.one('mtu', mtu),
  }),
});

const readBridge = (reader: BlockReader): Own<BridgeDeclaration> => ({
  kind: 'bridge',
  portBlocks: readPorts(reader),
  ...present({
    ports: reader.names('ports'),
    networks: reader.names('network'),
    vlanAware: reader.flag('vlan-aware'),
    vlans: reader.whole('vlans', vlanRange, toVlanSet),
    pvid: reader.one('pvid', vlanId),
    stp: reader.flag('stp'),
    priority: reader.one('priority', whole('bridge priority')),
    forwardDelay: reader.one('forward-delay', seconds),
    helloTime: reader.one('hello-time', seconds),
    maxAge: reader.one('max-age', seconds),
    ageingTime: reader.one('ageing-time', seconds),
    multicastSnooping: reader.flag('multicast-snooping'),
    mac: reader.one('mac', mac),
    mtu: reader.one('mtu', mtu),
  }),
});

/** One block for each port; a second one is said to be too much. */
function readPorts(reader: BlockReader): readonly PortDeclaration[] {
  const byDevice = new Map<string, PortDeclaration>();
  for (const node of reader.all('PortBlock')) {
    const port = readPort(node, reader.context);
    if (!port) continue;
    const earlier = byDevice.get(port.device.value);
    if (!earlier) byDevice.set(port.device.value, port);
    else
      reader.context.report({
        code: 'naming/duplicate',
        message: `There is already a port '${port.device.value}' in this bridge.`,
        origin: port.device.origin,
        related: [{ origin: earlier.device.origin, message: 'It is declared here.' }],
      });
  }
  return [...byDevice.values()];
}

function readPort(node: unknown, context: ReadingContext): PortDeclaration | undefined {
  if (!ast.isPortBlock(node)) return undefined;
  const reader = new BlockReader(node, context);
  const [word] = wordsOf(context.uri, node.$cstNode);
  const device = word && reader.read(word, nameText);
  if (!device) return undefined;
  return {
    device,
    origin: reader.origin(node),
    ...present({
      trunk: reader.whole('trunk', vlanRange, toVlanSet),
      native: reader.one('native', vlanId),
      isolated: reader.flag('isolated'),
      priority: reader.one('priority', whole('port priority')),
      cost: reader.one('cost', whole('port cost')),
    }),
  };
}
