import { networkId } from '../../model/index.js';
import type { NetworkDeclaration } from '../declarations/declaration.js';
import {
  addressesHosts,
  derivedDraft,
  hasRoleVm,
  isVlanAware,
  serve,
  writtenBridge,
  writtenVlan,
  type Draft,
  type Service,
} from './draft.js';
import type { HostDrafts } from './host-drafts.js';
import type { Lookup } from './lookup.js';

const needsBridge = (network: NetworkDeclaration): boolean =>
  network.vlans !== undefined || hasRoleVm(network);

/** Its frames on the carrier itself have no tag, or tags that a bridge looks at. */
const isUntagged = ({ vlan, vlans }: NetworkDeclaration): boolean =>
  vlan === undefined || vlans !== undefined;

/**
 * What follows from `carries` on NICs and bonds and from `network` on VLANs and bridges. Something written takes the
 * place of what would be derived: a VLAN device of the same id, a bridge of the same name or on the same device.
 */
export function deriveDevices(drafts: HostDrafts, lookup: Lookup): void {
  const { written } = drafts;
  for (const draft of written) serveWrittenNetworks(draft, lookup);
  for (const draft of written) {
    const services = carriedBy(draft, lookup);
    if (services.length > 0) draft.carried = services;
    // An untagged network without guests ends on the bridge that another one puts on its device: bridges come first.
    const first = services.filter(({ network }) => isUntagged(network) && needsBridge(network));
    for (const service of [...first, ...services.filter((other) => !first.includes(other))])
      carry(drafts, draft, service);
  }
  for (const draft of written) liftToBridge(drafts, draft);
  for (const draft of written) deriveHostVlans(drafts, draft);
}

/** `network` on a VLAN or bridge: it is the end of the network as it is. */
function serveWrittenNetworks(draft: Draft, lookup: Lookup): void {
  const names = writtenVlan(draft)?.networks ?? writtenBridge(draft)?.networks ?? [];
  for (const name of names) {
    const network = lookup.require('networks', name);
    if (network) serve(draft, { network, origin: name.origin });
  }
  const vlan = writtenVlan(draft);
  if (!vlan) return;
  const source = draft.services.find(({ network }) => network.vlan !== undefined);
  if (vlan.vlanId) draft.vlanId = vlan.vlanId;
  else if (source?.network.vlan)
    draft.vlanId = {
      value: source.network.vlan.value,
      origin: source.origin,
      follows: { rule: 'network', from: networkId(source.network.name) },
    };
}

function carriedBy({ written }: Draft, lookup: Lookup): readonly Service[] {
  if (written?.kind !== 'nic' && written?.kind !== 'bond') return [];
  return (written.carries ?? []).flatMap((name) => {
    const network = lookup.require('networks', name);
    return network ? [{ network, origin: name.origin }] : [];
  });
}

const followingFrom = (carrier: Draft, { network, origin }: Service, at: Draft): Service => ({
  network,
  origin,
  ...(at !== carrier && { follows: { rule: 'carries' as const, from: carrier.id } }),
});

/** The device whose untagged frames are the network's: the carrier, or a VLAN device on it. */
function baseFor(drafts: HostDrafts, carrier: Draft, service: Service): Draft | undefined {
  const { network, origin } = service;
  const { vlan } = network;
  if (vlan === undefined || network.vlans !== undefined) return carrier;
  const id = {
    value: vlan.value,
    origin,
    follows: { rule: 'network' as const, from: networkId(network.name) },
  };
  const rule = carrier.kind === 'bridge' ? 'network' : 'carries';
  const parent = { draft: carrier, origin, follows: { rule, from: carrier.id } } as const;
  const written = drafts.written.find((draft) => {
    const declaration = writtenVlan(draft);
    if (declaration?.parent?.value !== carrier.name) return false;
    return draft.services.some((served) => served.network === network) || draft.vlanId?.value === vlan.value;
  });
  if (written) return written;
  const name = `${carrier.name}.${vlan.value}`;
  const other = drafts.get(name);
  if (
    other?.kind === 'vlan' &&
    writtenVlan(other)?.parent === undefined &&
    (other.vlanId?.value ?? vlan.value) === vlan.value
  ) {
    other.vlanId ??= id;
    other.parent ??= parent;
    return other;
  }
  if (other) {
    drafts.clash(name, origin, other);
    return undefined;
  }
  const derived = derivedDraft(drafts.host, 'vlan', name, service, carrier);
  derived.vlanId = id;
  derived.parent = parent;
  drafts.insert(derived, carrier);
  return derived;
}

function carry(drafts: HostDrafts, carrier: Draft, service: Service): void {
  const base = baseFor(drafts, carrier, service);
  if (!base) return;
  const top = needsBridge(service.network)
    ? bridgeFor(drafts, carrier, base, service)
    : (drafts.bridgeAbove(base) ?? base);
  if (top) serve(top, followingFrom(carrier, service, top));
}

function bridgeFor(drafts: HostDrafts, carrier: Draft, base: Draft, service: Service): Draft | undefined {
  const { network, origin } = service;
  const above = drafts.writtenBridgeAbove(base);
  if (above) return above;
  const name = network.bridge?.value ?? network.name;
  const portless = drafts.written.find(
    (draft) => isPortless(draft) && draft.services.some((served) => served.network === network),
  );
  const other = portless ?? drafts.get(name);
  if (other && (other.kind !== 'bridge' || (other.derived && !sharesBase(other, base, network)))) {
    drafts.clash(name, origin, other);
    return undefined;
  }
  const bridge = other ?? derivedDraft(drafts.host, 'bridge', name, service, base);
  if (network.vlans !== undefined) bridge.trunk = true;
  if (!other) drafts.insert(bridge, base);
  drafts.bridge(base, bridge, { origin, follows: { rule: 'carries', from: carrier.id } });
  return bridge;
}

const isPortless = (draft: Draft): boolean => {
  const bridge = writtenBridge(draft);
  return bridge !== undefined && bridge.ports === undefined && bridge.portBlocks.length === 0;
};

/** Two networks may share a derived bridge only when they are the same frames of the same device. */
const sharesBase = (bridge: Draft, base: Draft, network: NetworkDeclaration): boolean =>
  bridge.ports.some(({ draft }) => draft === base) &&
  bridge.services.every((served) => served.network.vlan?.value === network.vlan?.value) &&
  (bridge.trunk ?? false) === (network.vlans !== undefined);

/** A network that a VLAN below a bridge names ends at the bridge: the VLAN is where its id comes from. */
function liftToBridge(drafts: HostDrafts, draft: Draft): void {
  const bridge = writtenVlan(draft) && drafts.writtenBridgeAbove(draft);
  if (!bridge) return;
  for (const service of draft.services.splice(0))
    serve(bridge, { ...service, follows: { rule: 'network', from: networkId(service.network.name) } });
}

/**
 * A VLAN-aware bridge drops or forwards tagged frames, but the host itself takes part in a VLAN only through a VLAN
 * device on the bridge: that is where its address in an access network belongs.
 */
function deriveHostVlans(drafts: HostDrafts, bridge: Draft): void {
  if (bridge.kind !== 'bridge' || !isVlanAware(bridge)) return;
  for (const service of [...bridge.services]) {
    const { network } = service;
    if (network.vlan === undefined || network.vlans !== undefined || !addressesHosts(network)) continue;
    const base = baseFor(drafts, bridge, service);
    if (!base) continue;
    serve(base, { ...service, follows: { rule: 'network', from: networkId(network.name) } });
    bridge.passing.push(service);
    // Guests still plug into the bridge.
    if (!hasRoleVm(network)) bridge.services.splice(bridge.services.indexOf(service), 1);
  }
}
