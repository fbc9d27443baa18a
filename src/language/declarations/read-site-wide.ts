import { ROLES, ZONE_TARGETS, type Role } from '../../model/index.js';
import * as ast from '../generated/ast.js';
import { ipAddress, mac, portRange, sshTarget, subnet } from '../literals/addresses.js';
import { problem, value, type Literal } from '../literals/literal.js';
import { toVlanSet, vlanId, vlanRange, whole } from '../literals/numbers.js';
import { anyText, nameText, oneOf } from '../literals/words.js';
import { BlockReader, present, type ReadingContext } from './block-reader.js';
import type {
  DeviceDeclaration,
  HostDeclaration,
  HostShape,
  NetworkDeclaration,
  PoolDeclaration,
  ProfileDeclaration,
  VirtualNetworkDeclaration,
  ZoneDeclaration,
} from './declaration.js';
import { readDeclaration, readDevice } from './read-devices.js';
import { mtu, readRoutes } from './read-properties.js';
import { readVirtualNetwork } from './read-virtual-network.js';

/** Other names of the roles, those of Oracle VM and oVirt among them. */
const OTHER_ROLES: Readonly<Record<string, Role>> = {
  mgmt: 'management',
  'server-management': 'management',
  cluster: 'heartbeat',
  'cluster-heartbeat': 'heartbeat',
  migrate: 'migration',
  'live-migrate': 'migration',
  'live-migration': 'migration',
  guest: 'vm',
  guests: 'vm',
  tenant: 'vm',
  'virtual-machine': 'vm',
};

export function readNetwork(node: ast.NetworkBlock, context: ReadingContext): NetworkDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  if (!declaration) return undefined;
  const vlans = reader.whole('vlans', vlanRange, toVlanSet);
  const vlan = reader.one('vlan', vlanId);
  if (vlan && vlans) {
    context.report({
      code: 'syntax/misplaced-property',
      message: "A network has one VLAN ('vlan') or is a trunk ('vlans'), not both.",
      origin: reader.originOf('vlan') ?? vlan.origin,
      fixes: [
        { title: "Remove 'vlan'", edits: [{ kind: 'remove', at: reader.originOf('vlan') ?? vlan.origin }] },
      ],
    });
  }
  if (reader.all('roles').length === 0) {
    const at = declaration.places.bodyEnd;
    context.report({
      code: 'syntax/missing-roles',
      message: `Network '${declaration.name}' has no roles: neither hosts nor guests are in it.`,
      origin: declaration.places.name,
      ...(at && {
        fixes: [
          {
            title: "Make it a network of guests: 'roles vm'",
            edits: [{ kind: 'append', at, text: 'roles vm' }],
          },
        ],
      }),
    });
  }
  return {
    ...declaration,
    routes: readRoutes(reader),
    ...present({
      roles: reader.list('roles', oneOf('role', ROLES, OTHER_ROLES)),
      vlan: vlans ? undefined : vlan,
      vlans,
      subnets: reader.list('subnet', subnet),
      gateways: reader.list('gateway', ipAddress),
      dns: reader.list('dns', ipAddress),
      search: reader.list('search', anyText),
      mtu: reader.one('mtu', mtu),
      zone: reader.name('zone'),
      bridge: reader.name('bridge'),
    }),
  };
}

export function readPool(node: ast.PoolBlock, context: ReadingContext): PoolDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  return declaration && { ...declaration, ...present({ hosts: reader.names('hosts') }) };
}

/** firewalld takes addresses, subnets, MACs and `ipset:NAME` (firewalld.zone(5)). */
const zoneSource: Literal<string> = (text) => {
  if (/^ipset:\S+$/.test(text) || [ipAddress, subnet, mac].some((literal) => 'value' in literal(text)))
    return value(text);
  const asSubnet = subnet(text);
  return 'instead' in asSubnet ? asSubnet : problem(`'${text}' is no address, subnet, MAC or ipset:NAME.`);
};

export function readZone(node: ast.ZoneBlock, context: ReadingContext): ZoneDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  if (!declaration) return undefined;
  return {
    ...declaration,
    richRules: reader.all('rich-rule').flatMap((rule) => {
      const [word] = reader.parts(rule).get('rich-rule') ?? [];
      return (word && reader.read(word, anyText)) ?? [];
    }),
    ...present({
      target: reader.one('target', oneOf('target', ZONE_TARGETS)),
      services: reader.list('services', anyText),
      ports: reader.list('ports', portRange),
      sources: reader.list('sources', zoneSource),
      forward: reader.flag('forward'),
      masquerade: reader.flag('masquerade'),
    }),
  };
}

const readProfiles = (reader: BlockReader) =>
  (reader.parts(reader.node).get('is') ?? []).flatMap((word) => reader.read(word, nameText) ?? []);

export function readHost(node: ast.HostBlock, context: ReadingContext): HostDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  if (!declaration) return undefined;
  return {
    ...declaration,
    ...readShape(reader),
    profiles: readProfiles(reader),
    ...present({
      ssh: reader.one('ssh', sshTarget),
      via: reader.name('via'),
      number: reader.one('number', whole('host number')),
    }),
  };
}

export function readProfile(node: ast.ProfileBlock, context: ReadingContext): ProfileDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  if (!declaration) return undefined;
  for (const key of ['ssh', 'via', 'number']) {
    const origin = reader.originOf(key);
    if (!origin) continue;
    context.report({
      code: 'syntax/misplaced-property',
      message: `'${key}' belongs to one host: it cannot stand in a profile.`,
      origin,
      fixes: [{ title: `Remove '${key}'`, edits: [{ kind: 'remove', at: origin }] }],
    });
  }
  return { ...declaration, ...readShape(reader), profiles: readProfiles(reader) };
}

function readShape(reader: BlockReader): HostShape {
  const { context, node } = reader;
  const devices: DeviceDeclaration[] = [];
  const virtualNetworks: VirtualNetworkDeclaration[] = [];
  for (const property of node.properties) {
    if (ast.isVirtualNetworkBlock(property)) {
      const network = readVirtualNetwork(property, context);
      if (network) virtualNetworks.push(network);
    } else if (ast.isDeviceBlock(property)) {
      const device = readDevice(property, context);
      if (device) devices.push(device);
    }
  }
  return {
    devices: withoutDuplicates(devices, 'device', context),
    virtualNetworks: withoutDuplicates(virtualNetworks, 'libvirt network', context),
    routes: readRoutes(reader),
    ...present({ dns: reader.list('dns', ipAddress), forwarding: reader.flag('forwarding') }),
  };
}

function withoutDuplicates<T extends DeviceDeclaration | VirtualNetworkDeclaration>(
  declarations: readonly T[],
  what: string,
  { report }: ReadingContext,
): readonly T[] {
  const byName = new Map<string, T>();
  for (const declaration of declarations) {
    const earlier = byName.get(declaration.name);
    if (!earlier) byName.set(declaration.name, declaration);
    else
      report({
        code: 'naming/duplicate',
        message: `There is already a ${what} '${declaration.name}' in this block.`,
        origin: declaration.places.name,
        related: [{ origin: earlier.places.name, message: 'It is declared here.' }],
      });
  }
  return [...byName.values()];
}
