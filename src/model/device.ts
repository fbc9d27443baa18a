import type { Addressing } from './addressing.js';
import type { Element, ElementId } from './element.js';
import type { IpAddress } from './ip.js';
import type { Mac } from './mac.js';
import type { Origin, Sourced } from './origin.js';
import type { VlanSet } from './vlan-set.js';

/** What each device that NetworkManager configures has. */
interface DeviceBase extends Element {
  readonly host: ElementId;
  /** Set when nobody wrote the device: it follows from `carries` on `on`. */
  readonly derived?: { readonly network: ElementId; readonly on: ElementId };
  /** The bond or bridge that it is a port of. */
  readonly controller?: ElementId;
  /** The logical networks whose traffic it is the top device of: by `network`, or by `carries`. */
  readonly networks: readonly Sourced<ElementId>[];
  /** Networks that a profile names for it, and a list of the host or of another profile leaves out: lists replace. */
  readonly leftNetworks?: readonly Sourced<ElementId>[];
  /** Bytes of an IP packet. Always known: written, the network's, raised for children, or 1500. */
  readonly mtu: Sourced<number>;
  readonly addressing: Addressing;
}

/** A physical port of the host. */
export interface Nic extends DeviceBase {
  readonly kind: 'nic';
  /** When written, the NIC is found by its permanent MAC instead of by its name. */
  readonly mac?: Sourced<Mac>;
  readonly wakeOnLan?: Sourced<boolean>;
  readonly carries: readonly Sourced<ElementId>[];
}

export const BOND_MODES = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const;
export type BondMode = (typeof BOND_MODES)[number];

export interface Bond extends DeviceBase {
  readonly kind: 'bond';
  readonly ports: readonly Sourced<ElementId>[];
  readonly mode: Sourced<BondMode>;
  readonly options: BondOptions;
  readonly mac?: Sourced<Mac>;
  readonly carries: readonly Sourced<ElementId>[];
}

/** Times in milliseconds. Only what is written, and `miimon` 100 where neither kind of monitoring is. */
export interface BondOptions {
  readonly primary?: Sourced<ElementId>;
  readonly miimon?: Sourced<number>;
  readonly arpInterval?: Sourced<number>;
  readonly arpTargets?: readonly Sourced<IpAddress>[];
  readonly lacpRate?: Sourced<'slow' | 'fast'>;
  readonly hash?: Sourced<HashPolicy>;
  readonly minLinks?: Sourced<number>;
  readonly updelay?: Sourced<number>;
  readonly downdelay?: Sourced<number>;
  readonly failOverMac?: Sourced<'none' | 'active' | 'follow'>;
  readonly adSelect?: Sourced<'stable' | 'bandwidth' | 'count'>;
}

export const HASH_POLICIES = [
  'layer2',
  'layer2+3',
  'layer3+4',
  'encap2+3',
  'encap3+4',
  'vlan+srcmac',
] as const;
export type HashPolicy = (typeof HASH_POLICIES)[number];

/** An 802.1Q device. */
export interface Vlan extends DeviceBase {
  readonly kind: 'vlan';
  readonly parent: Sourced<ElementId>;
  /** As written: the rule `vlan/id-out-of-range` looks at it. */
  readonly vlanId: Sourced<number>;
}

export interface Bridge extends DeviceBase {
  readonly kind: 'bridge';
  readonly ports: readonly BridgePort[];
  readonly vlanAware: Sourced<boolean>;
  /** VLANs that pass the bridge: those of its networks and those written; they are what an uplink port trunks. */
  readonly vlans?: Sourced<VlanSet>;
  /** Those written, where its networks add others to them. */
  readonly ownVlans?: Sourced<VlanSet>;
  /** VLAN of untagged frames on a VLAN-aware bridge; 0 = such frames are dropped. */
  readonly pvid?: Sourced<number>;
  readonly stp: Sourced<boolean>;
  readonly priority?: Sourced<number>;
  /** Seconds, as are the other timers: the unit in which kernel and NetworkManager take them. */
  readonly forwardDelay?: Sourced<number>;
  readonly helloTime?: Sourced<number>;
  readonly maxAge?: Sourced<number>;
  readonly ageingTime?: Sourced<number>;
  readonly multicastSnooping?: Sourced<boolean>;
  readonly mac?: Sourced<Mac>;
}

export interface BridgePort {
  readonly device: ElementId;
  /** The name of the port. */
  readonly origin: Origin;
  /** The whole `port` block, where it has one. */
  readonly block?: Origin;
  /** Tagged VLANs; absent means those of the bridge. */
  readonly trunk?: Sourced<VlanSet>;
  /** Untagged VLAN of the port. */
  readonly native?: Sourced<number>;
  readonly isolated?: Sourced<boolean>;
  readonly priority?: Sourced<number>;
  readonly cost?: Sourced<number>;
}

export type Device = Nic | Bond | Vlan | Bridge;
export type DeviceKind = Device['kind'];

export const DEFAULT_MTU = 1500;
/** IFNAMSIZ 16 with its closing NUL (LINUX: include/uapi/linux/if.h). Bytes, not characters. */
export const MAX_INTERFACE_NAME_BYTES = 15;
