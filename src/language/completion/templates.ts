import { formatVlanSet, hasRole, type LogicalNetwork, type Network, type Role } from '../../model/index.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import {
  FIRST_VIRTUAL_SUBNET,
  freeFrom,
  freeName,
  nextName,
  nextNumber,
  nextSubnet,
  nextVlan,
  rangeIn,
  usedSubnets,
  written,
} from './free-values.js';
import type { Situation } from './situation.js';
import { choice, literally, stop } from './snippet-text.js';
import type { Value } from './value.js';
import { carriedVlans } from './values/vlans.js';
import { deviceNames, freeDevices, parentValues, portValues } from './values/devices.js';
import { attachableValues, carriedValues, memberValues, missingZones } from './values/names.js';

/** A whole declaration with what is most likely meant: snippets in the syntax of LSP. */
export interface Template {
  /** Beside the keyword, where there are several. */
  readonly variant?: string;
  readonly detail?: string;
  /** Declarations that it needs first. */
  readonly before?: string;
  /** Name and header. */
  readonly head: string;
  /** The block, with the blank before its brace; empty where none is needed. */
  readonly body: string;
  /** The first stop is empty: what goes there is asked for at once. */
  readonly goesOn?: true;
}

type Maker = (situation: Situation) => readonly Template[];

/** Templates for the keyword that begins a declaration in this kind of block. */
export function templatesFor(situation: Situation, rule: string, keyword: string): readonly Template[] {
  const makers = rule === 'HostBlock' || rule === 'ProfileBlock' ? IN_HOST : TEMPLATES[rule];
  return makers?.[keyword]?.(situation) ?? [];
}

const names = (elements: readonly { readonly name: string }[]): readonly string[] =>
  elements.map(({ name }) => name);
const list = (values: readonly string[]): string => values.map(quoteIfNeeded).join(', ');
/** More answers than these are better found by completion. */
const MOST_ANSWERS = 12;
const oneOf = (number: number, values: readonly string[]): string =>
  choice(number, values.slice(0, MOST_ANSWERS).map(quoteIfNeeded));

const TEMPLATES: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
  SourceFile: {
    network: networkTemplates,
    pool: poolTemplates,
    profile: ({ site }) => [
      {
        head: stop(1, nextName(site.profiles, 'compute')),
        body: ' {\n  $0\n}',
        detail: 'a shape that hosts share',
      },
    ],
    host: hostTemplates,
    guest: guestTemplates,
    zone: zoneTemplates,
    import: () => [{ head: '"$1"', body: '', detail: 'what another folder declares', goesOn: true }],
  },
  BridgeBlock: { port: portTemplates },
  GuestBlock: { nic: guestNicTemplates },
};

const IN_HOST: Readonly<Record<string, Maker>> = {
  nic: nicTemplates,
  bond: bondTemplates,
  vlan: vlanTemplates,
  bridge: bridgeTemplates,
  nat: (situation) => virtualNetwork(situation, 'nat', 'guests reach out, nobody reaches in'),
  routed: (situation) => virtualNetwork(situation, 'routed', 'without translating addresses'),
  isolated: (situation) => virtualNetwork(situation, 'isolated', 'no way out'),
};

const USUAL_NAMES: Readonly<Record<Role, string>> = {
  management: 'management',
  heartbeat: 'heartbeat',
  migration: 'migrate',
  storage: 'storage',
  vm: 'tenant',
};

/** One for each role that the site lacks, and one more for guests. Only management comes untagged. */
function networkTemplates({ site }: Situation): readonly Template[] {
  const { network } = site.index;
  const lacks = (role: Role): boolean => !network.networks.some((each) => hasRole(each, role));
  const roles = (['management', 'heartbeat', 'migration', 'storage'] as const).filter(lacks);
  return [...(lacks('management') ? roles : []), 'vm' as const, ...(lacks('management') ? [] : roles)].map(
    (role) => networkTemplate(network, role),
  );
}

function networkTemplate(network: Network, role: Role): Template {
  const usual = USUAL_NAMES[role];
  const name = freeName(names(network.networks), usual);
  const vlan = role === 'management' ? undefined : nextVlan(network);
  const subnet = written(nextSubnet(network, vlan));
  const [zone] = names(network.zones);
  const parts = [
    `roles ${role}`,
    ...(vlan === undefined ? [] : [`vlan ${stop(2, String(vlan))}`]),
    ...(role === 'vm' ? [] : [`subnet ${stop(3, subnet)}`]),
    ...(role === 'vm' && zone !== undefined ? [`zone ${oneOf(3, names(network.zones))}`] : []),
  ];
  return {
    variant: usual,
    head: stop(1, name),
    body: ` { ${parts.join('  ')} }$0`,
    detail: [
      vlan === undefined ? 'untagged' : `VLAN ${vlan}`,
      ...(role === 'vm' ? ['for guests'] : [subnet]),
    ].join(' · '),
  };
}

function poolTemplates(situation: Situation): readonly Template[] {
  const { pools } = situation.site.index.network;
  const free = memberValues(situation).filter(({ detail }) => detail === undefined);
  return [
    { head: stop(1, nextName(names(pools), 'rack1')), body: ` { hosts ${stop(2, list(names(free)))} }$0` },
  ];
}

function hostTemplates({ site }: Situation): readonly Template[] {
  const { network } = site.index;
  const name = nextName(names(network.hosts), 'kvm1');
  const number = stop(3, String(nextNumber(network)));
  const own: Template = { head: stop(1, name), body: ` {\n  number ${number}\n  $0\n}`, detail: name };
  if (site.profiles.length === 0) return [own];
  return [
    {
      head: `${stop(1, name)} is ${oneOf(2, site.profiles)}`,
      body: ` { number ${number} }$0`,
      detail: `${name} is ${site.profiles.length === 1 ? (site.profiles[0] ?? '') : '…'}`,
    },
    { ...own, variant: 'without profile' },
  ];
}

function guestTemplates({ cursor, site }: Situation): readonly Template[] {
  const { network } = site.index;
  const name = nextName(names(network.guests), 'web1');
  const hosts = names(network.hosts);
  const on = hosts.length === 0 ? '' : ` on ${oneOf(2, hosts)}`;
  const nic = attachableOn(hosts[0], { cursor, site });
  const body = ` {\n  vcpus ${stop(3, '2')}\n  nic { network ${oneOf(4, nic)} }\n}$0`;
  const [pool] = names(network.pools);
  return [
    { head: `${stop(1, name)}${on}`, body, detail: hosts.length === 0 ? name : `${name} on a host` },
    ...(pool === undefined
      ? []
      : [
          {
            variant: 'in a pool',
            head: `${stop(1, name)} in ${oneOf(2, names(network.pools))}`,
            body,
            detail: 'may run on any of its hosts',
          },
        ]),
  ];
}

/** What a guest of the host may plug into, as if its block were open. */
function attachableOn(host: string | undefined, { cursor, site }: Situation): readonly string[] {
  const begun = host === undefined ? [] : ['guest', '', 'on', host];
  return names(attachableValues({ site, cursor: { ...cursor, blocks: [], begun } }));
}

function zoneTemplates({ site }: Situation): readonly Template[] {
  const { network } = site.index;
  const wanted = missingZones(network);
  const known = names(network.zones);
  return (wanted.length > 0 ? wanted : [freeName(known, 'tenants')]).map((name) => ({
    ...(wanted.length > 0 && { variant: name }),
    head: stop(1, quoteIfNeeded(name)),
    body: ` { target ${choice(2, ['DROP', 'default', 'REJECT', 'ACCEPT'])} }$0`,
    detail: wanted.length > 0 ? 'is used, but not declared' : 'what guests may reach on a host',
  }));
}

function nicTemplates(situation: Situation): readonly Template[] {
  return deviceNames(situation, 'nic').map(({ name, detail }, i) => ({
    ...(i > 0 && { variant: name }),
    // What was found on the host is so; the next name in a row is a guess.
    head: detail === 'next' ? stop(1, name) : literally(quoteIfNeeded(name)),
    body: '',
    detail: `${name}${detail === undefined || detail === 'next' ? '' : ` · ${detail}`}`,
  }));
}

/** Two free NICs, or two new ones; all networks that nothing on the host carries yet. */
function bondTemplates(situation: Situation): readonly Template[] {
  const free = names(freeDevices(situation, 'bond'));
  const { ports, before } =
    free.length >= 2 ? { ports: free.slice(0, 2), before: undefined } : newNics(situation, free);
  const name = deviceNames(situation, 'bond').at(-1)?.name ?? 'bond0';
  const carried = uncarried(situation);
  const lines = [
    `  ports   ${stop(2, list(ports))}`,
    `  mode    ${choice(3, ['active-backup', '802.3ad', 'balance-xor', 'balance-tlb', 'balance-alb', 'balance-rr'])}`,
    ...(carried.length > 0 ? [`  carries ${stop(4, list(carried))}`] : []),
  ];
  return [
    {
      head: stop(1, name),
      body: ` {\n${lines.join('\n')}\n}$0`,
      ...(before !== undefined && { before }),
      detail: before === undefined ? `of ${ports.join(' and ')}` : `with new NICs ${ports.join(' and ')}`,
    },
  ];
}

function newNics(
  situation: Situation,
  free: readonly string[],
): { readonly ports: readonly string[]; readonly before: string } {
  const offered = names(deviceNames(situation, 'nic'));
  const [first = 'eth0'] = offered;
  const second = offered[1] ?? nextName([first], 'eth0');
  const added = [first, second].slice(free.length);
  const lines = added.map((name) => `nic ${literally(quoteIfNeeded(name))}`);
  return { ports: [...free, ...added], before: `${lines.join('  ')}\n` };
}

const uncarried = (
  situation: Situation,
  suits: (network: LogicalNetwork) => boolean = () => true,
): readonly string[] =>
  names(carriedValues(situation, suits).filter(({ detail }) => detail?.startsWith('already on') !== true));

function vlanTemplates(situation: Situation): readonly Template[] {
  const [parent] = names(parentValues(situation));
  const tagged = uncarried(situation, ({ vlan }) => vlan !== undefined);
  const [name] = names(deviceNames(situation, 'vlan'));
  const id = nextVlan(situation.site.index.network);
  const end = tagged.length > 0 ? `network ${oneOf(3, tagged)}` : `id ${stop(3, String(id))}`;
  return [
    {
      head: stop(1, name ?? `vlan${id}`),
      body: ` { on ${stop(2, quoteIfNeeded(parent ?? 'eth0'))}  ${end} }$0`,
    },
  ];
}

function bridgeTemplates(situation: Situation): readonly Template[] {
  const [port] = names(freeDevices(situation, 'bridge').filter(({ derived }) => derived !== true));
  const networks = uncarried(situation);
  const [network] = networks;
  const isTrunk =
    situation.site.index.network.networks.find(({ name }) => name === network)?.vlans !== undefined;
  const parts = [
    `ports ${stop(2, port === undefined ? '' : quoteIfNeeded(port))}`,
    ...(network === undefined ? [] : [`network ${oneOf(3, networks)}`]),
    ...(isTrunk ? ['vlan-aware'] : []),
  ];
  const name = deviceNames(situation, 'bridge').at(-1)?.name ?? 'br0';
  return [{ head: stop(1, name), body: ` { ${parts.join('  ')} }$0` }];
}

function virtualNetwork(
  situation: Situation,
  kind: 'nat' | 'routed' | 'isolated',
  detail: string,
): readonly Template[] {
  const subnet = freeFrom(FIRST_VIRTUAL_SUBNET, usedSubnets(situation.site.index.network));
  const range = kind === 'routed' ? undefined : rangeIn(subnet);
  const parts = [
    `subnet ${stop(2, written(subnet))}`,
    ...(kind === 'nat' && range !== undefined ? [`dhcp ${stop(3, range)}`] : []),
    ...(kind === 'isolated' ? [`host-access ${choice(3, ['no', 'yes'])}`] : []),
  ];
  const name = deviceNames(situation, kind)[0]?.name ?? kind;
  return [{ head: stop(1, name), body: ` { ${parts.join('  ')} }$0`, detail }];
}

function portTemplates(situation: Situation): readonly Template[] {
  const [port] = names(portValues(situation));
  const carried = formatVlanSet(carriedVlans(situation));
  return [
    {
      head: stop(1, port === undefined ? '' : quoteIfNeeded(port)),
      body: ` { trunk ${stop(2, carried)} }$0`,
      ...(port === undefined && { goesOn: true }),
    },
  ];
}

/** A NIC needs no name: it is called after its network. */
function guestNicTemplates(situation: Situation): readonly Template[] {
  const networks: readonly Value[] = attachableValues(situation);
  if (networks.length === 0) return [{ head: '', body: '{ network $1 }$0', goesOn: true }];
  return networks.slice(0, MOST_ANSWERS).map(({ name, detail }, i) => ({
    ...(i > 0 && { variant: name }),
    head: '',
    body: `{ network ${literally(quoteIfNeeded(name))} }$0`,
    detail: `${name}${detail === undefined ? '' : ` · ${detail}`}`,
  }));
}
