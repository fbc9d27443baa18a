import type { Artifact, CompiledHost } from '../../compiler/index.js';
import { formatInterfaceAddress, parseInterfaceAddress } from '../../model/index.js';
import type { BondState, BridgeState, ObservedHost, ObservedLink, ObservedVlan } from '../observe/index.js';
import { addressesIn, controllerIn, keyfileFields } from './keyfile-fields.js';
import { routesIn, type WantedRoute } from './routes.js';

/** A profile that the host shall have, and what the kernel shall show once it is active. */
export interface WantedProfile {
  readonly artifact: Artifact;
  readonly uuid: string;
  /** Interface on this host; absent when a NIC is asked for by a MAC that no NIC has. */
  readonly device?: string;
  /** `ethernet`, `bond`, `vlan`, `bridge`. */
  readonly type: string;
  readonly controller?: string;
  readonly mtu?: number;
  readonly vlan?: { readonly parent: string; readonly id: number; readonly reorders: boolean };
  readonly bond?: BondState;
  /** What it says nothing of is absent, but for what NetworkManager then takes for said. */
  readonly bridge?: BridgeState;
  /** VLANs of the port, or of the bridge itself; absent when the profile says nothing of them. */
  readonly vlans?: readonly ObservedVlan[];
  readonly addresses: readonly string[];
  /** Gateways and static routes, all of the main table. */
  readonly routes: readonly WantedRoute[];
  /** Addresses come from DHCP or router advertisements as well. */
  readonly automatic: boolean;
  readonly zone?: string;
}

/** `1 pvid untagged,10,20-30` as NetworkManager writes it (nm_bridge_vlan_from_str). */
export function parseBridgeVlans(text: string): readonly ObservedVlan[] {
  return text.split(',').flatMap((item) => {
    const [, first, last, flags = ''] = /^\s*(\d+)(?:-(\d+))?\s*(.*)$/.exec(item) ?? [];
    if (first === undefined) return [];
    const count = Number(last ?? first) - Number(first) + 1;
    return Array.from({ length: count }, (_, offset) => ({
      id: Number(first) + offset,
      pvid: flags.includes('pvid'),
      untagged: flags.includes('untagged'),
    }));
  });
}

/** A NIC is found by the MAC that it was made with: that of a port of a bond is another's. */
export function nicWithMac(links: readonly ObservedLink[], mac: string): string | undefined {
  const wanted = mac.toLowerCase();
  return links.find(
    ({ kind, permanentMac, mac: current }) => kind === undefined && (permanentMac ?? current) === wanted,
  )?.name;
}

export const canonicalAddress = (text: string): string => {
  const address = parseInterfaceAddress(text);
  return address ? formatInterfaceAddress(address) : text;
};

const numberIn = (fields: ReadonlyMap<string, string>, path: string): number | undefined => {
  const text = fields.get(path);
  return text === undefined ? undefined : Number(text);
};

/** NetworkManager's defaults where a bridge says nothing (nm-base.h). */
function bridgeOf(fields: ReadonlyMap<string, string>): BridgeState {
  const [priority, helloTime] = [numberIn(fields, 'bridge.priority'), numberIn(fields, 'bridge.hello-time')];
  const [maxAge, ageingTime] = [numberIn(fields, 'bridge.max-age'), numberIn(fields, 'bridge.ageing-time')];
  const snooping = fields.get('bridge.multicast-snooping');
  return {
    vlanFiltering: fields.get('bridge.vlan-filtering') === 'true',
    stp: fields.get('bridge.stp') !== 'false',
    forwardDelay: numberIn(fields, 'bridge.forward-delay') ?? 15,
    ...(priority !== undefined && { priority }),
    ...(helloTime !== undefined && { helloTime }),
    ...(maxAge !== undefined && { maxAge }),
    ...(ageingTime !== undefined && { ageingTime }),
    ...(snooping !== undefined && { multicastSnooping: snooping === 'true' }),
  };
}

function bondOf(fields: ReadonlyMap<string, string>): BondState | undefined {
  const mode = fields.get('bond.mode');
  if (mode === undefined) return undefined;
  const options = [...fields].flatMap(([path, value]) =>
    path.startsWith('bond.') && path !== 'bond.mode' ? [[path.slice('bond.'.length), value] as const] : [],
  );
  return { mode, options: Object.fromEntries(options) };
}

/** All that the text asks of NetworkManager on a host. */
export const wantedProfiles = (
  { artifacts }: CompiledHost,
  { links }: Pick<ObservedHost, 'links'>,
): readonly WantedProfile[] =>
  artifacts.filter(({ kind }) => kind === 'keyfile').map((artifact) => wantedProfile(artifact, links));

export function wantedProfile(artifact: Artifact, links: readonly ObservedLink[]): WantedProfile {
  const fields = keyfileFields(artifact.content);
  const mac = fields.get('ethernet.mac-address');
  const device =
    fields.get('connection.interface-name') ?? (mac === undefined ? undefined : nicWithMac(links, mac));
  const type = fields.get('connection.type') ?? '';
  const controller = controllerIn(fields);
  const mtu = numberIn(fields, 'ethernet.mtu');
  const [parent, id] = [fields.get('vlan.parent'), numberIn(fields, 'vlan.id')];
  // NM_VLAN_FLAG_REORDER_HEADERS is 1, and what a keyfile means that says nothing.
  const reorders = ((numberIn(fields, 'vlan.flags') ?? 1) & 1) === 1;
  const bond = bondOf(fields);
  const vlans = fields.get('bridge-port.vlans') ?? fields.get('bridge.vlans');
  const zone = fields.get('connection.zone');
  const methods = [fields.get('ipv4.method'), fields.get('ipv6.method')];
  return {
    artifact,
    uuid: artifact.uuid ?? '',
    type,
    addresses: addressesIn(fields).map(canonicalAddress),
    routes: routesIn(fields),
    automatic: methods.includes('auto'),
    ...(device !== undefined && { device }),
    ...(controller !== undefined && { controller }),
    ...(mtu !== undefined && { mtu }),
    ...(parent !== undefined && id !== undefined && { vlan: { parent, id, reorders } }),
    ...(bond && { bond }),
    ...(type === 'bridge' && { bridge: bridgeOf(fields) }),
    ...(vlans !== undefined && { vlans: parseBridgeVlans(vlans) }),
    ...(zone !== undefined && { zone }),
  };
}
