import {
  comparePositions,
  type ElementId,
  type Finding,
  type NetworkIndex,
  type Origin,
} from '../../model/index.js';

/** What a finding concludes from the absence of something. */
interface RestsOn {
  /** In the block of an element that the finding is about, or on the line of the finding. */
  readonly block?: readonly string[];
  /** Anywhere in the site. */
  readonly site?: readonly string[];
}

/** Whatever decides which networks a host is in, and on which devices. */
const MEMBERSHIP = ['block', 'network', 'profile', 'device', 'roles'] as const;
/** Whatever decides which addresses a host has. */
const ADDRESSES = [...MEMBERSHIP, 'subnet', 'address', 'number'] as const;
const TAGS = ['vlan', 'vlans', 'id', 'trunk', 'native', 'pvid', 'network'] as const;
const MONITORING = ['miimon', 'arp-interval', 'arp-targets'] as const;

/** Whatever a zone lets in. */
const ALLOWED = ['target', 'services', 'ports', 'sources', 'rich-rule'] as const;

/** By code. What is not listed looks only at what is written. */
export const RESTS_ON: Readonly<Record<string, RestsOn>> = {
  'addressing/dhcp-beside-default-route': { site: ['metric'] },
  'addressing/dhcp-range': { block: ['subnet'] },
  'addressing/dhcp-range-too-few': { site: ['lease', 'mac', 'dhcp'] },
  'addressing/duplicate-address': { site: ['device', 'network'] },
  'addressing/duplicate-route': { site: ['metric'] },
  'addressing/family-without-address': { site: ADDRESSES },
  'addressing/gateway-outside-subnet': { site: ADDRESSES },
  'addressing/lease-of-another-mac': { site: ['mac', 'lease'] },
  'addressing/libvirt-subnet-missing': { block: ['subnet'] },
  'addressing/not-in-subnet': { block: ['subnet'] },
  'addressing/over-without-address': { site: ADDRESSES },
  'addressing/property-without-effect': { block: ['subnet', 'address'] },
  'addressing/route-to-own-subnet': { site: ['metric'] },
  'addressing/route-without-gateway': { site: ['via'] },
  'addressing/same-address-elsewhere': { site: ['device', 'network'] },
  'bond/arp-targets': { block: MONITORING },
  'bond/delay-without-miimon': { block: MONITORING },
  'bond/min-links-above-ports': { block: ['device'], site: ['profile'] },
  'bond/no-monitoring': { block: MONITORING },
  'bond/no-port': { block: ['device'], site: ['profile'] },
  'bond/option-not-valid-for-mode': { block: ['mode'], site: ['profile'] },
  'bond/option-without-effect': { block: ['mode'], site: ['profile'] },
  'bond/primary-not-a-port': { block: ['device'] },
  'bond/single-port': { block: ['device'], site: ['profile'] },
  'bridge/loop': { block: ['native', 'trunk'] },
  'bridge/mac-not-pinned': { site: ['mac'] },
  'bridge/no-uplink': { site: ['device', 'profile', 'vlan', 'id', 'network'] },
  'bridge/stp-timers': { block: ['forward-delay', 'hello-time', 'max-age'] },
  'firewall/forward-without-fixed-address': { site: ['lease', 'mac'] },
  'firewall/guests-without-zone': { block: ['network'], site: ['profile'] },
  'firewall/zone-blocks-migration': { site: ALLOWED },
  'firewall/zones-differ': { site: TAGS },
  'guest/unknown-network': { site: MEMBERSHIP },
  'mtu/child-larger-than-parent': { site: ['mtu'] },
  'mtu/ends-differ': { site: ['mtu'] },
  'mtu/guest-above-bridge': { site: ['mtu'] },
  'mtu/libvirt-above-uplink': { site: ['mtu'] },
  'mtu/raised-for-others': { site: ['mtu'] },
  'roles/address-missing': { site: ADDRESSES },
  'roles/empty-pool': { site: ['host'] },
  'roles/management-missing': { site: MEMBERSHIP },
  'roles/management-with-vm': { site: TAGS },
  'roles/network-not-carried': { site: MEMBERSHIP },
  'roles/no-redundancy': { site: [...MEMBERSHIP, ...TAGS] },
  'roles/nothing-on-host': { site: MEMBERSHIP },
  'roles/pool-bridge-differs': { site: ['vlan-aware', 'vlan', 'profile'] },
  'roles/pool-migration-missing': { site: MEMBERSHIP },
  'roles/pool-network-missing': { site: MEMBERSHIP },
  'roles/pool-subnet-differs': { site: ['subnet', 'profile'] },
  'safety/connection-not-described': { site: ADDRESSES },
  'safety/management-not-on-port': { site: [...TAGS, 'device'] },
  'safety/zone-without-ssh': { site: ALLOWED },
  'syntax/missing-roles': { site: ['roles'] },
  'syntax/missing-property': { block: ['id', 'network', 'vcpus'] },
  'vlan/address-without-vlan': { site: TAGS },
  'vlan/guest-vlan-not-carried': { site: TAGS },
  'vlan/guest-without-vlan': { site: TAGS },
  'vlan/joined-by-bridge': { site: ['vlan', 'id', 'network'] },
  'vlan/native-differs': { site: ['native', 'trunk', 'network', 'vlan-aware'] },
  'vlan/native-not-in-trunk': { block: ['trunk', 'native'] },
  'vlan/not-on-port': { site: [...TAGS, 'device'] },
  'vlan/several-untagged': { site: TAGS },
  'vlan/untagged-on-port': { site: [...TAGS, 'device', 'vlan-aware'] },
  'vlan/used-by-hosts-and-guests': { site: ['roles'] },
};

/**
 * The findings without those that may only follow from a value or name that cannot be read: a bond whose `mode` is
 * misspelt has a mode, nobody knows which. Nothing wrong passes by that: what cannot be read is an error itself, and what
 * is left out here is said as soon as it is mended.
 */
export function withoutFollowUps(findings: readonly Finding[], index: NetworkIndex): readonly Finding[] {
  // By what it is: of thousands of names that nobody declared, a finding about a bond's mode asks for none.
  const unread = new Map<string, Origin[]>();
  for (const { unread: what, origin } of findings) {
    if (what === undefined) continue;
    const places = unread.get(what);
    if (places) places.push(origin);
    else unread.set(what, [origin]);
  }
  if (unread.size === 0) return findings;
  return findings.filter(({ code, origin, subjects = [], restsOn: own = [] }) => {
    if (own.some((what) => unread.has(what))) return false;
    const restsOn = RESTS_ON[code];
    if (!restsOn) return true;
    if (restsOn.site?.some((what) => unread.has(what))) return false;
    const isNear = (place: Origin): boolean =>
      (place.uri === origin.uri && place.range.start.line === origin.range.start.line) ||
      subjects.some((id) => isWithin(place, blockOf(id, index)));
    return !restsOn.block?.some((what) => unread.get(what)?.some(isNear));
  });
}

function blockOf(id: ElementId, index: NetworkIndex): Origin | undefined {
  const element =
    index.device(id) ??
    index.virtualNetwork(id) ??
    index.logicalNetwork(id) ??
    index.guest(id) ??
    index.host(id);
  return element?.places.whole;
}

const isWithin = (inner: Origin, outer: Origin | undefined): boolean =>
  outer?.uri === inner.uri &&
  comparePositions(outer.range.start, inner.range.start) <= 0 &&
  comparePositions(inner.range.end, outer.range.end) <= 0;
