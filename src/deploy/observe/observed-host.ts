import type { GenerationRecord } from '../generation.js';

/** What one host is and runs, as read in one round trip. Everything in it has passed a guard. */
export interface ObservedHost {
  readonly system: ObservedSystem;
  readonly networkManager: ObservedNetworkManager;
  readonly links: readonly ObservedLink[];
  readonly routes: readonly ObservedRoute[];
  readonly libvirt: ObservedLibvirt;
  readonly firewalld: ObservedFirewalld;
  /** Files that KVMNet may own besides profiles: firewalld zones and policies, sysctl. */
  readonly files: readonly ObservedFile[];
  /** What is in force in the kernel of the settings that such files name; the key as in sysctl(8). */
  readonly kernelSettings: Readonly<Record<string, string>>;
  /** The SSH session that the host was read over; absent when it did not come over SSH. */
  readonly session?: ObservedSession;
  readonly pending?: PendingTransaction;
  readonly last?: EndedTransaction;
  /** Numbers of the generations kept on the host, ascending. */
  readonly generations: readonly number[];
  /** Who made the last of them, and when; newest first. */
  readonly history: readonly GenerationSummary[];
  /** What was committed last; absent on a host that KVMNet has never changed. */
  readonly record?: GenerationRecord;
}

export interface ObservedSystem {
  readonly bootId: string;
  readonly hostname: string;
  readonly os: string;
  readonly kernel: string;
  readonly systemd: string;
  readonly selinux: 'enforcing' | 'permissive' | 'disabled';
  /** Whether the script ran as root: without that, profiles and libvirt are not readable. */
  readonly root: boolean;
}

export interface ObservedNetworkManager {
  /** Absent when NetworkManager does not run. */
  readonly version?: string;
  readonly profiles: readonly ObservedProfile[];
  /** Files that NetworkManager reads only when the loaded one of the same UUID is gone: somebody's copy, say. */
  readonly shadowed: readonly ShadowedProfile[];
  /** Checkpoints of other tools (Cockpit, nmstate) or of a pending transaction. */
  readonly checkpoints: number;
  /** Interfaces that NetworkManager knows and leaves alone. */
  readonly unmanaged: readonly string[];
}

export interface ShadowedProfile {
  readonly uuid: string;
  readonly path: string;
}

/** One connection profile: the file that counts, since those in /run hide those in /etc, and these those in /usr/lib. */
export interface ObservedProfile {
  readonly uuid: string;
  readonly path: string;
  /** As read, secrets blanked. */
  readonly content: string;
  /** SHA-256 of the file itself, where it lies in /etc. */
  readonly sum?: string;
  /** Made up by NetworkManager for a device that something else configured; never on disk. */
  readonly generated: boolean;
  /** The device that it is active on. */
  readonly device?: string;
  /** `activated`, `activating`, `deactivating`; absent when it is not active. */
  readonly state?: string;
}

export interface ObservedLink {
  readonly name: string;
  /** `bond`, `bridge`, `vlan`, `tun` …; absent on a physical NIC. */
  readonly kind?: string;
  readonly mac?: string;
  /** Differs from `mac` on a port of a bond. */
  readonly permanentMac?: string;
  readonly mtu: number;
  readonly up: boolean;
  readonly carrier: boolean;
  readonly controller?: string;
  /** The device below a VLAN. */
  readonly parent?: string;
  readonly vlanId?: number;
  /** Whether a VLAN device puts headers in order (REORDER_HDR). */
  readonly vlanReorders?: boolean;
  readonly bond?: BondState;
  readonly bridge?: BridgeState & {
    /** Another bridge is the root of its spanning tree; the times that are in force are that one's. */
    readonly followsRoot?: true;
  };
  /** `192.0.2.10/24`, those that live for ever and those from DHCP alike; link-local IPv6 left out. */
  readonly addresses: readonly string[];
  readonly vlans: readonly ObservedVlan[];
}

/** Options by the names that the kernel gives them. */
export interface BondState {
  readonly mode: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Times in seconds. */
export interface BridgeState {
  readonly vlanFiltering: boolean;
  readonly stp: boolean;
  readonly forwardDelay: number;
  readonly priority?: number;
  readonly helloTime?: number;
  readonly maxAge?: number;
  readonly ageingTime?: number;
  readonly multicastSnooping?: boolean;
}

/** A VLAN that a port of a bridge, or the bridge itself, lets pass. */
export interface ObservedVlan {
  readonly id: number;
  readonly pvid: boolean;
  readonly untagged: boolean;
}

/** Of the main table. One with several next hops is there once for each. */
export interface ObservedRoute {
  /** `default` or a subnet, a single address with its prefix as well. */
  readonly destination: string;
  readonly family: 4 | 6;
  readonly device?: string;
  readonly gateway?: string;
  readonly metric?: number;
  /** Who made it: `static`, `dhcp`, `ra`, `kernel`, `boot` … */
  readonly protocol?: string;
}

export interface ObservedLibvirt {
  readonly state: 'absent' | 'unreachable' | 'running';
  readonly version?: string;
  readonly networks: readonly ObservedNetwork[];
  readonly domains: readonly ObservedDomain[];
}

export interface ObservedNetwork {
  readonly uuid: string;
  readonly name: string;
  readonly active: boolean;
  readonly autostart: boolean;
  readonly persistent: boolean;
  /** As it would start; the live one when the network is not persistent. */
  readonly xml: string;
  /** As it runs; absent when it does not. */
  readonly liveXml?: string;
}

export interface ObservedDomain {
  readonly uuid: string;
  readonly name: string;
  readonly running: boolean;
  readonly interfaces: readonly ObservedInterface[];
  /** Absent when it does not run. */
  readonly liveInterfaces?: readonly ObservedInterface[];
}

export interface ObservedInterface {
  readonly mac: string;
  /** The `<interface>` element. */
  readonly xml: string;
  /** The TAP on the host, of a running domain. */
  readonly target?: string;
}

export interface ObservedFirewalld {
  readonly state: 'absent' | 'stopped' | 'running';
  /** All that it knows, its own ones included. */
  readonly zones: readonly string[];
  /** Zone of each interface that is in one. */
  readonly zoneOf: Readonly<Record<string, string>>;
}

export interface ObservedFile {
  readonly path: string;
  readonly content: string;
}

export interface ObservedSession {
  readonly client: string;
  readonly server: string;
  readonly serverPort: number;
  /** The interface that has the server's address. */
  readonly device?: string;
}

/** A generation without what is in it. */
export type GenerationSummary = Pick<GenerationRecord, 'generation' | 'author' | 'at' | 'planDigest'>;

/** A transaction that has not ended: the lock on the host. */
export interface PendingTransaction {
  readonly token: string;
  /** Who started it, from where. */
  readonly owner: string;
  /** ISO 8601, by the clock of the owner's machine. */
  readonly since?: string;
  readonly decision?: 'commit' | 'rollback';
  /** Seconds until the guard fires; absent when no guard is armed. */
  readonly secondsLeft?: number;
  /** No guard will end it: its client died before arming, or the host was rebooted. */
  readonly stale: boolean;
}

export interface EndedTransaction {
  readonly token: string;
  /** `committed`, `rolled-back`, `undone-in-part`, `refused`. */
  readonly outcome: string;
  readonly detail: string;
}
