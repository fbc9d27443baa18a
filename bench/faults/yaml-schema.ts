import { BOND_MODES, HASH_POLICIES, ROLES } from '../../src/model/index.js';

const whole = (minimum: number, maximum: number): unknown => ({ type: 'integer', minimum, maximum });
const text = (pattern: string): unknown => ({ type: 'string', pattern });
const oneOf = (...values: readonly (string | boolean)[]): unknown => ({ enum: values });
const listOf = (items: unknown): unknown => ({ type: 'array', items, minItems: 1, uniqueItems: true });
const object = (properties: Record<string, unknown>, ...required: readonly string[]): unknown => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const name = text('^[A-Za-z0-9][A-Za-z0-9_. -]*$');
/** As the kernel takes it. */
const device = { type: 'string', pattern: '^[^/:\\s]+$', maxLength: 15 };
const anyName = { type: ['string', 'number', 'boolean'] };
const names = listOf(anyName);
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const ipv4 = `${octet}(\\.${octet}){3}`;
const ipv6 = '[0-9a-fA-F:]*:[0-9a-fA-F:.]*';
const prefixed = `(${ipv4}/([12]?[0-9]|3[0-2])|${ipv6}/[0-9]{1,3})`;
const address = text(`^(${ipv4}|${ipv6})$`);
const subnet = text(`^${prefixed}$`);
const mac = text('^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$');
const time = text('^[0-9]+ (ms|s)$');
const rate = text('^[0-9]+ [kMGT]?bit/s$');
const port = text('^[0-9]+/(tcp|udp|sctp|dccp)$');
const flag = oneOf(true, false, 'on', 'off', 'yes', 'no', 'up', 'down');
const mtu = whole(68, 65_535);
const vlanId = whole(1, 4094);
const vlanRanges = listOf({ anyOf: [vlanId, text('^[0-9]+-[0-9]+$')] });
const routes = listOf(object({ name: subnet, via: address, metric: whole(0, 0xffff_ffff) }, 'name'));

const addressing = {
  address: listOf(subnet),
  dhcp: flag,
  slaac: flag,
  none: flag,
  gateway: listOf(address),
  dns: listOf(address),
  search: listOf(anyName),
  zone: anyName,
  routes,
};
const nic = object({ name: device, mac, mtu, 'wake-on-lan': flag, carries: names, ...addressing }, 'name');
const bond = object(
  {
    ...{ name: device, ports: names, mode: oneOf(...BOND_MODES), primary: anyName, mac, mtu, carries: names },
    ...{ miimon: time, 'arp-interval': time, 'arp-targets': listOf(address), updelay: time, downdelay: time },
    ...{ 'lacp-rate': oneOf('slow', 'fast'), hash: oneOf(...HASH_POLICIES), 'min-links': whole(0, 65_535) },
    'fail-over-mac': oneOf('none', 'active', 'follow'),
    'ad-select': oneOf('stable', 'bandwidth', 'count'),
    ...addressing,
  },
  'name',
);
const vlan = object({ name: device, on: anyName, id: vlanId, network: names, mtu, ...addressing }, 'name');
const bridgePort = object(
  {
    name: device,
    trunk: vlanRanges,
    native: vlanId,
    isolated: flag,
    priority: whole(0, 63),
    cost: whole(0, 65_535),
  },
  'name',
);
const bridge = object(
  {
    ...{
      name: device,
      ports: names,
      network: names,
      'vlan-aware': flag,
      vlans: vlanRanges,
      pvid: whole(0, 4094),
    },
    ...{ stp: flag, priority: whole(0, 65_535), 'forward-delay': time, 'hello-time': time, 'max-age': time },
    ...{ 'ageing-time': time, 'multicast-snooping': flag, mac, mtu, 'port-settings': listOf(bridgePort) },
    ...addressing,
  },
  'name',
);
const virtualNetwork = object(
  {
    ...{
      name,
      bridge: device,
      subnet: listOf(subnet),
      dhcp: listOf({ type: 'string' }),
      dns: listOf(address),
    },
    ...{ domain: anyName, over: anyName, 'host-access': flag, mtu, zone: anyName, autostart: flag },
    leases: listOf(object({ mac, address, name: anyName }, 'mac', 'address')),
    forwards: listOf(object({ name: port, to: anyName, 'guest-port': whole(1, 65_535) }, 'name', 'to')),
  },
  'name',
);
const devices = {
  nics: listOf(nic),
  bonds: listOf(bond),
  vlans: listOf(vlan),
  bridges: listOf(bridge),
  nats: listOf(virtualNetwork),
  routeds: listOf(virtualNetwork),
  isolateds: listOf(virtualNetwork),
  routes,
  dns: listOf(address),
  forwarding: flag,
  is: names,
};
const limit = { anyOf: [rate, { type: 'array' }, { type: 'object' }] };
const guestNic = object({
  ...{ name: anyName, network: names, bridge: anyName, mac, model: anyName, link: flag, mtu, vlan: vlanId },
  ...{ queues: { anyOf: [whole(1, 256), oneOf('auto')] }, trunk: vlanRanges, native: vlanId, isolated: flag },
  ...{ bandwidth: object({ in: limit, out: limit, peak: rate, burst: { type: 'string' } }), filter: anyName },
  boot: whole(1, 65_535),
});

/** Types, patterns, ranges and required properties, and every property is known: the most that a schema can say. */
export const yamlSchema = object({
  imports: listOf(object({ name: { type: 'string' } })),
  networks: listOf(
    object(
      {
        ...{ name, roles: listOf(oneOf(...ROLES)), vlan: vlanId, vlans: vlanRanges, subnet: listOf(subnet) },
        ...{ gateway: listOf(address), dns: listOf(address), search: listOf(anyName), mtu, zone: anyName },
        ...{ bridge: device, routes },
      },
      'name',
      'roles',
    ),
  ),
  pools: listOf(object({ name, hosts: names }, 'name')),
  profiles: listOf(object({ name, ...devices }, 'name')),
  hosts: listOf(
    object({ name, ssh: { type: 'string' }, via: anyName, number: whole(0, 65_535), ...devices }, 'name'),
  ),
  guests: listOf(
    object(
      {
        ...{ name: anyName, on: anyName, in: anyName, vcpus: whole(1, 65_535), pin: listOf(anyName) },
        nics: listOf(guestNic),
      },
      'name',
    ),
  ),
  zones: listOf(
    object(
      {
        ...{
          name: { type: 'string', maxLength: 17 },
          target: oneOf('ACCEPT', 'DROP', '%%REJECT%%', 'REJECT', 'default'),
        },
        ...{ services: listOf(anyName), ports: listOf(port), sources: listOf(anyName), forward: flag },
        ...{ masquerade: flag, 'rich-rules': listOf(object({ name: { type: 'string' } })) },
      },
      'name',
    ),
  ),
});
