import { addressInSubnet, parseInterfaceAddress, subnetOf } from '../../src/model/index.js';
import { childrenOf, propertyOf, wordsOf, type Block } from './blocks.js';
import { YamlMap, yamlLines, type Yaml } from './yaml-text.js';

type Entry = readonly [string, Yaml];
type Kind = 'ethernets' | 'bonds' | 'vlans' | 'bridges';
const KINDS: Readonly<Record<string, Kind>> = {
  nic: 'ethernets',
  bond: 'bonds',
  vlan: 'vlans',
  bridge: 'bridges',
};

/**
 * What netplan would be given for each host: devices, with what follows from `carries` and `network` written out by hand, as
 * everybody does who writes netplan. Guests, roles and zones have no place in it. What is wrong in the text is wrong in it.
 */
export function netplanTwins(blocks: readonly Block[]): readonly string[] {
  const named = (keyword: string): ReadonlyMap<string, Block> =>
    new Map(blocks.filter((each) => each.keyword === keyword).map((each) => [wordsOf(each)[0] ?? '', each]));
  const networks = named('network');
  const profiles = named('profile');
  const hosts = blocks.filter(({ keyword }) => keyword === 'host');
  return hosts.map((host) => {
    const devices = new Map<Kind, Entry[]>(Object.values(KINDS).map((kind) => [kind, []]));
    const number = propertyOf(host, 'number')?.[0];
    for (const block of ofHost(host, profiles)) {
      const kind = KINDS[block.keyword];
      if (!kind) continue;
      devices.get(kind)?.push([wordsOf(block)[0] ?? '', new YamlMap(deviceOf(block, networks, number))]);
      for (const [derivedKind, entry] of derivedFrom(block, networks, number))
        devices.get(derivedKind)?.push(entry);
    }
    const filled = [...devices].filter(([, entries]) => entries.length > 0);
    const body = new YamlMap([
      ['version', '2'],
      ...filled.map(([kind, own]) => [kind, new YamlMap(own)] as const),
    ]);
    return `${yamlLines(new YamlMap([['network', body]])).join('\n')}\n`;
  });
}

/** The blocks of its profiles and its own; those of one kind and name are one. */
function ofHost(host: Block, profiles: ReadonlyMap<string, Block>): readonly Block[] {
  const layers: Block[] = [];
  const seen = new Set<Block>();
  const add = (block: Block): void => {
    if (seen.has(block)) return;
    seen.add(block);
    for (const name of wordsOf(block, 'is')) {
      const profile = profiles.get(name);
      if (profile) add(profile);
    }
    layers.push(block);
  };
  add(host);
  const merged: Block[] = [];
  for (const layer of layers) {
    const before = [...merged];
    for (const block of childrenOf(layer)) {
      const twin = before.find(
        (each) => each.keyword === block.keyword && wordsOf(each)[0] === wordsOf(block)[0],
      );
      const own = new Set(childrenOf(block).map(({ keyword }) => keyword));
      const kept = twin ? childrenOf(twin).filter(({ keyword }) => !own.has(keyword)) : [];
      if (twin)
        merged.splice(merged.indexOf(twin), 1, { ...block, children: [...kept, ...childrenOf(block)] });
      else merged.push(block);
    }
  }
  return merged;
}

function deviceOf(block: Block, networks: ReadonlyMap<string, Block>, number?: string): readonly Entry[] {
  const one = (keyword: string): string | undefined => propertyOf(block, keyword)?.[0];
  const entry = (key: string, value: Yaml | undefined): readonly Entry[] =>
    value === undefined ? [] : [[key, value]];
  const own = wordsOf(block, 'on')[0] ?? one('on');
  const below = (propertyOf(block, 'network') ?? []).flatMap((name) => networks.get(name) ?? []);
  const untagged = (propertyOf(block, 'carries') ?? [])
    .flatMap((name) => networks.get(name) ?? [])
    .filter((network) => !propertyOf(network, 'vlan') && !isOfGuests(network));
  const vlanOf = below.flatMap((network) => propertyOf(network, 'vlan') ?? [])[0];
  const ports = [
    ...(propertyOf(block, 'ports') ?? []),
    ...childrenOf(block, 'port').flatMap((port) => wordsOf(port)[0] ?? []),
  ];
  return [
    ...(block.keyword === 'nic' && one('mac') !== undefined
      ? ([
          ['match', new YamlMap(entry('macaddress', one('mac')))],
          ['set-name', wordsOf(block)[0] ?? ''],
        ] as const)
      : entry('macaddress', one('mac'))),
    ...(ports.length > 0 ? ([['interfaces', ports]] as const) : []),
    ...(block.keyword === 'vlan'
      ? [...entry('id', wordsOf(block, 'id')[0] ?? one('id') ?? vlanOf), ...entry('link', own)]
      : []),
    ...entry('mtu', one('mtu') ?? below.flatMap((network) => propertyOf(network, 'mtu') ?? [])[0]),
    ...parametersOf(block),
    ...addressingOf(block, [...below.filter((network) => !isOfGuests(network)), ...untagged], number),
  ];
}

const MILLISECONDS = (words: readonly string[]): string =>
  (words[0] ?? '').replace(/^(\d+) ?(ms|s)$/, (_, value: string, unit: string) =>
    unit === 's' ? `${value}000` : value,
  );
const SECONDS = (words: readonly string[]): string => (words[0] ?? '').replace(/ ?s$/, '');
const PLAIN = (words: readonly string[]): Yaml => words[0] ?? 'true';
const PARAMETERS: Readonly<Record<string, readonly [string, (words: readonly string[]) => Yaml]>> = {
  mode: ['mode', PLAIN],
  primary: ['primary', PLAIN],
  miimon: ['mii-monitor-interval', MILLISECONDS],
  'arp-interval': ['arp-interval', MILLISECONDS],
  'arp-targets': ['arp-ip-targets', (words) => words],
  'lacp-rate': ['lacp-rate', PLAIN],
  hash: ['transmit-hash-policy', PLAIN],
  'min-links': ['min-links', PLAIN],
  updelay: ['up-delay', MILLISECONDS],
  downdelay: ['down-delay', MILLISECONDS],
  'fail-over-mac': ['fail-over-mac-policy', PLAIN],
  'ad-select': ['ad-select', PLAIN],
  stp: ['stp', (words) => (['off', 'no'].includes(words[0] ?? '') ? 'false' : 'true')],
  priority: ['priority', PLAIN],
  'forward-delay': ['forward-delay', SECONDS],
  'hello-time': ['hello-time', SECONDS],
  'max-age': ['max-age', SECONDS],
  'ageing-time': ['ageing-time', SECONDS],
};

function parametersOf(block: Block): readonly Entry[] {
  if (block.keyword !== 'bond' && block.keyword !== 'bridge') return [];
  const own = childrenOf(block).flatMap((property): readonly Entry[] => {
    const [key, value] = PARAMETERS[property.keyword] ?? [];
    return key && value ? [[key, value(wordsOf(property))]] : [];
  });
  const ofPorts = (['priority', 'cost'] as const).flatMap((keyword): readonly Entry[] => {
    const values = childrenOf(block, 'port').flatMap((port): readonly Entry[] => {
      const value = propertyOf(port, keyword)?.[0];
      return value === undefined ? [] : [[wordsOf(port)[0] ?? '', value]];
    });
    return values.length > 0
      ? [[keyword === 'cost' ? 'path-cost' : 'port-priority', new YamlMap(values)]]
      : [];
  });
  const entries = [...own, ...ofPorts];
  return entries.length > 0 ? [['parameters', new YamlMap(entries)]] : [];
}

function addressingOf(block: Block, networks: readonly Block[], number?: string): readonly Entry[] {
  const written = propertyOf(block, 'address');
  const subnets = networks.flatMap((network) => propertyOf(network, 'subnet') ?? []);
  const addresses = written ?? subnets.map((subnet) => addressIn(subnet, number));
  const gateways = [
    ...(propertyOf(block, 'gateway') ?? []),
    ...networks.flatMap((each) => propertyOf(each, 'gateway') ?? []),
  ];
  const dns = [
    ...(propertyOf(block, 'dns') ?? []),
    ...networks.flatMap((each) => propertyOf(each, 'dns') ?? []),
  ];
  const routes = [block, ...networks].flatMap((each) => childrenOf(each, 'route'));
  const all: readonly Yaml[] = [
    ...gateways.map(
      (via) =>
        new YamlMap([
          ['to', via.includes(':') ? '::/0' : '0.0.0.0/0'],
          ['via', via],
        ]),
    ),
    ...routes.map((route) => {
      const parts = ['via', 'metric'].flatMap((key): readonly Entry[] =>
        wordsOf(route, key).map((word) => [key, word]),
      );
      return new YamlMap([['to', wordsOf(route)[0] ?? ''], ...parts]);
    }),
  ];
  return [
    ...(addresses.length > 0 ? ([['addresses', addresses]] as const) : []),
    ...(childrenOf(block, 'dhcp').length > 0 ? ([['dhcp4', 'true']] as const) : []),
    ...(all.length > 0 ? ([['routes', all]] as const) : []),
    ...(dns.length > 0 ? ([['nameservers', new YamlMap([['addresses', dns]])]] as const) : []),
  ];
}

/** As `number` gives it; what cannot be computed stays as it is written. */
function addressIn(text: string, number = ''): string {
  const subnet = parseInterfaceAddress(text);
  const address =
    subnet && /^\d{1,9}$/.test(number) ? addressInSubnet(subnetOf(subnet), Number(number)) : undefined;
  return subnet && address !== undefined ? `${address}/${String(subnet.prefix)}` : text;
}

const isOfGuests = (network: Block): boolean => {
  const roles = propertyOf(network, 'roles') ?? [];
  return roles.length === 1 && roles[0] === 'vm';
};

/** VLAN devices and bridges that follow from `carries`. */
function derivedFrom(
  block: Block,
  networks: ReadonlyMap<string, Block>,
  number?: string,
): readonly (readonly [Kind, Entry])[] {
  const below = wordsOf(block)[0] ?? '';
  return (propertyOf(block, 'carries') ?? []).flatMap((name): readonly (readonly [Kind, Entry])[] => {
    const network = networks.get(name);
    if (!network) return [['bridges', [name, new YamlMap([['interfaces', [below]]])]]];
    const vlan = propertyOf(network, 'vlan')?.[0];
    const mtu = (propertyOf(network, 'mtu') ?? []).map((value): Entry => ['mtu', value]);
    const isForGuests = propertyOf(network, 'roles')?.includes('vm') === true;
    const addressing = isOfGuests(network) ? [] : addressingOf({ keyword: '', parts: [] }, [network], number);
    const device = vlan === undefined ? below : `${below}.${vlan}`;
    const tagged: readonly Entry[] = [
      ['id', vlan ?? ''],
      ['link', below],
      ...mtu,
      ...(isForGuests ? [] : addressing),
    ];
    const bridged: readonly Entry[] = [['interfaces', [device]], ...mtu, ...addressing];
    return [
      ...(vlan === undefined ? [] : ([['vlans', [device, new YamlMap(tagged)]]] as const)),
      ...(isForGuests
        ? ([['bridges', [propertyOf(network, 'bridge')?.[0] ?? name, new YamlMap(bridged)]]] as const)
        : []),
    ];
  });
}
