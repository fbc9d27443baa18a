import { parseInterfaceAddress, formatInterfaceAddress, type InterfaceAddress } from '../../model/index.js';
import {
  aBoolean,
  aNumber,
  anObject,
  anyOf,
  aString,
  listOf,
  mapOf,
  optional,
  parseJson,
  type Guard,
} from '../guard.js';
import { settingsIn } from '../sysctl-settings.js';
import type { FrameIndex } from './frame-index.js';
import type { BondState, ObservedLink, ObservedRoute, ObservedVlan } from './observed-host.js';

/** The part of `ip -j -d addr` that is looked at. */
interface IpLink {
  readonly ifname: string;
  readonly link?: string;
  readonly master?: string;
  readonly address?: string;
  readonly permaddr?: string;
  readonly mtu: number;
  readonly flags: readonly string[];
  readonly linkinfo?: IpLinkInfo;
  readonly addr_info?: readonly IpAddressInfo[];
}

interface IpLinkInfo {
  readonly info_kind?: string;
  readonly info_data?: InfoData;
}

type InfoValue = string | number | boolean | readonly string[] | undefined;
type InfoData = Readonly<Record<string, InfoValue>>;

interface IpAddressInfo {
  readonly local: string;
  readonly prefixlen: number;
  readonly scope: string;
}

const looseString: Guard<string | undefined> = (value) => aString(value) ?? { value: undefined };
// What a key holds depends on the kind: `id` is a number for VLANs and text for others, `mode` is text for bonds only.
const infoValue: Guard<InfoValue> = (value) =>
  anyOf<InfoValue>(aString, aNumber, aBoolean, listOf(aString))(value) ?? { value: undefined };

// An element without `local` (a peer-less point-to-point) or an empty object, which iproute2 prints for links that are left out.
const aLink: Guard<IpLink | undefined> = anyOf<IpLink | undefined>(
  anObject<IpLink>({
    ifname: aString,
    link: looseString,
    master: looseString,
    address: looseString,
    permaddr: looseString,
    mtu: aNumber,
    flags: listOf(aString),
    linkinfo: optional(
      anObject<IpLinkInfo>({
        info_kind: looseString,
        info_data: optional(mapOf(infoValue)),
      }),
    ),
    addr_info: optional(
      listOf(anObject<IpAddressInfo>({ local: aString, prefixlen: aNumber, scope: aString })),
    ),
  }),
  (value) =>
    value !== null && typeof value === 'object' && !('ifname' in value) ? { value: undefined } : undefined,
);

interface BridgeVlans {
  readonly ifname: string;
  readonly vlans?: readonly {
    readonly vlan: number;
    readonly vlanEnd?: number;
    readonly flags?: readonly string[];
  }[];
}

const bridgeVlans: Guard<readonly BridgeVlans[]> = listOf(
  anObject<BridgeVlans>({
    ifname: aString,
    vlans: optional(
      listOf(
        anObject<NonNullable<BridgeVlans['vlans']>[number]>({
          vlan: aNumber,
          vlanEnd: optional(aNumber),
          flags: optional(listOf(aString)),
        }),
      ),
    ),
  }),
);

const vlansOf = (entry: BridgeVlans): readonly ObservedVlan[] =>
  (entry.vlans ?? []).flatMap(({ vlan, vlanEnd = vlan, flags = [] }) =>
    Array.from({ length: vlanEnd - vlan + 1 }, (_, offset) => ({
      id: vlan + offset,
      pvid: flags.includes('PVID'),
      untagged: flags.includes('Egress Untagged'),
    })),
  );

function addressOf({ local, prefixlen, scope }: IpAddressInfo): readonly string[] {
  const address: InterfaceAddress | undefined =
    scope === 'link' ? undefined : parseInterfaceAddress(`${local}/${prefixlen}`);
  return address ? [formatInterfaceAddress(address)] : [];
}

/** The kernel counts a bridge's timers in hundredths of a second (USER_HZ). */
const USER_HZ = 100;

const numberIn = (data: InfoData, key: string): number | undefined => {
  const value = data[key];
  return typeof value === 'number' ? value : undefined;
};

function bridgeOf(data: InfoData): NonNullable<ObservedLink['bridge']> {
  const seconds = (key: string): number | undefined => {
    const time = numberIn(data, key);
    return time === undefined ? undefined : time / USER_HZ;
  };
  const [priority, snooping] = [numberIn(data, 'priority'), data.mcast_snooping];
  const [helloTime, maxAge, ageingTime] = [seconds('hello_time'), seconds('max_age'), seconds('ageing_time')];
  return {
    vlanFiltering: Boolean(data.vlan_filtering),
    stp: Boolean(data.stp_state),
    forwardDelay: seconds('forward_delay') ?? 0,
    ...(priority !== undefined && { priority }),
    ...(helloTime !== undefined && { helloTime }),
    ...(maxAge !== undefined && { maxAge }),
    ...(ageingTime !== undefined && { ageingTime }),
    ...(snooping !== undefined && { multicastSnooping: Boolean(snooping) }),
    // The root itself has no port that leads to the root.
    ...((numberIn(data, 'root_port') ?? 0) !== 0 && { followsRoot: true as const }),
  };
}

/** Options by the kernel's names, which iproute2 has another for here and there. */
function bondOf({ mode, ...data }: InfoData): { readonly bond: BondState } | undefined {
  if (typeof mode !== 'string') return undefined;
  const options = Object.entries(data).flatMap(([key, value]) =>
    BOND_OPTIONS.has(key) && value !== undefined
      ? [[key === 'ad_lacp_rate' ? 'lacp_rate' : key, String(value)] as const]
      : [],
  );
  return { bond: { mode, options: Object.fromEntries(options) } };
}

/** Those that a text can ask for; the rest (the active port, the partner) comes and goes by itself. */
const BOND_OPTIONS: ReadonlySet<string> = new Set([
  ...['miimon', 'updelay', 'downdelay', 'arp_interval', 'arp_ip_target', 'primary', 'ad_lacp_rate'],
  ...['xmit_hash_policy', 'min_links', 'ad_select', 'fail_over_mac'],
]);

function linkOf(link: IpLink, vlans: readonly ObservedVlan[]): ObservedLink {
  const { info_kind: kind, info_data: data = {} } = link.linkinfo ?? {};
  const vlanId = kind === 'vlan' ? numberIn(data, 'id') : undefined;
  return {
    name: link.ifname,
    mtu: link.mtu,
    up: link.flags.includes('UP'),
    carrier: link.flags.includes('LOWER_UP'),
    addresses: (link.addr_info ?? []).flatMap(addressOf),
    vlans,
    ...(kind !== undefined && { kind }),
    ...(link.address !== undefined && { mac: link.address }),
    ...(link.permaddr !== undefined && { permanentMac: link.permaddr }),
    ...(link.master !== undefined && { controller: link.master }),
    ...(link.link !== undefined && { parent: link.link }),
    ...(vlanId !== undefined && { vlanId }),
    ...(kind === 'vlan' && Array.isArray(data.flags) && { vlanReorders: data.flags.includes('REORDER_HDR') }),
    ...(kind === 'bond' && bondOf(data)),
    ...(kind === 'bridge' && {
      bridge: bridgeOf(data),
    }),
  };
}

/** undefined when `ip` answered something that is not its JSON. */
export function readLinks(frames: FrameIndex): readonly ObservedLink[] | undefined {
  const links = parseJson(frames.text('addresses'), listOf(aLink));
  const vlans = parseJson(frames.text('bridge-vlans').trim() || '[]', bridgeVlans);
  if (!links || !vlans) return undefined;
  const vlansByName = new Map(vlans.map((entry) => [entry.ifname, vlansOf(entry)]));
  return links
    .filter((link) => link !== undefined)
    .map((link) => linkOf(link, vlansByName.get(link.ifname) ?? []));
}

/** What `sysctl KEY…` printed. */
export const readKernelSettings = (frames: FrameIndex): Readonly<Record<string, string>> =>
  Object.fromEntries(settingsIn(frames.text('kernel-settings')));

interface NextHop {
  readonly gateway?: string;
  readonly dev?: string;
}

interface IpRoute extends NextHop {
  readonly dst: string;
  readonly metric?: number;
  readonly protocol?: string;
  readonly nexthops?: readonly NextHop[];
}

const aRoute: Guard<IpRoute> = anObject<IpRoute>({
  dst: aString,
  gateway: optional(aString),
  dev: optional(aString),
  metric: optional(aNumber),
  protocol: optional(aString),
  nexthops: optional(listOf(anObject<NextHop>({ gateway: optional(aString), dev: optional(aString) }))),
});

/** iproute2 leaves the prefix of a single address out. */
const destinationOf = (text: string, family: 4 | 6): string =>
  text === 'default' || text.includes('/') ? text : `${text}/${family === 4 ? 32 : 128}`;

export function readRoutes(frames: FrameIndex): readonly ObservedRoute[] {
  return ([4, 6] as const).flatMap((family) =>
    (parseJson(frames.text(`routes-${family}`).trim() || '[]', listOf(aRoute)) ?? []).flatMap((route) =>
      (route.nexthops ?? [route]).map(({ dev, gateway }) => ({
        family,
        destination: destinationOf(route.dst, family),
        ...(dev !== undefined && { device: dev }),
        ...(gateway !== undefined && { gateway }),
        ...(route.metric !== undefined && { metric: route.metric }),
        ...(route.protocol !== undefined && { protocol: route.protocol }),
      })),
    ),
  );
}
