import {
  guestId,
  guestNicId,
  hostId,
  networkId,
  poolId,
  type Attachment,
  type ElementId,
  type Finding,
  type Follows,
  type Guest,
  type GuestNic,
  type Host,
  type Placement,
  type Sourced,
} from '../../model/index.js';
import { present } from '../declarations/block-reader.js';
import type {
  GuestDeclaration,
  GuestNicDeclaration,
  NetworkDeclaration,
} from '../declarations/declaration.js';
import { collector, type ReportTo } from '../findings/report-to.js';
import { Lookup } from './lookup.js';
import { elementOf } from './lower-site-wide.js';
import type { SiteNames } from './site-names.js';

/** A guest but for its MACs, which depend on the whole site. */
export interface LoweredGuest {
  readonly guest: Guest;
  readonly findings: readonly Finding[];
  readonly lookup: Lookup;
  /** The hosts that it was lowered with. */
  readonly hosts: readonly (Host | undefined)[];
}

/**
 * One guest of the model; undefined when it is placed nowhere. NICs whose MAC is not written have an empty one here:
 * `assignMacs` fills it in.
 */
export function lowerGuest(
  declaration: GuestDeclaration,
  names: SiteNames,
  hostOf: (id: ElementId) => Host | undefined,
):
  | LoweredGuest
  | { readonly guest?: undefined; readonly findings: readonly Finding[]; readonly lookup: Lookup } {
  const findings: Finding[] = [];
  const report = collector(findings);
  const lookup = new Lookup(names, report);
  const placed = placementOf(declaration, lookup, report);
  if (!placed) return { findings, lookup };
  const { placement, hosts } = placed;
  const { vcpus, pin } = declaration;
  if (pin && !vcpus)
    report({
      code: 'syntax/missing-property',
      message: "'pin' follows the number of vCPUs: `vcpus 4 pin 2-5`.",
      origin: pin.origin,
      subjects: [guestId(declaration.name)],
    });
  const lowered = hosts.map(hostOf);
  const id = guestId(declaration.name);
  const guest: Guest = {
    ...elementOf(id, declaration),
    placement,
    hosts,
    nics: declaration.nics.map((nic) => lowerNic(nic, declaration, { id, hosts: lowered, lookup, report })),
    ...present({ vcpus, pin }),
  };
  return { guest, findings, lookup, hosts: lowered };
}

function placementOf(
  { name, places, placement }: GuestDeclaration,
  lookup: Lookup,
  report: ReportTo,
): { readonly placement: Placement; readonly hosts: readonly ElementId[] } | undefined {
  if (!placement) {
    report({
      code: 'syntax/missing-property',
      message: `The guest '${name}' needs its place: 'on HOST' or 'in POOL'.`,
      origin: places.name,
    });
    return undefined;
  }
  const { origin } = placement.name;
  if (placement.kind === 'host') {
    const host = lookup.require('hosts', placement.name);
    if (!host) return undefined;
    const id = hostId(host.name);
    return { placement: { kind: 'host', host: id, origin }, hosts: [id] };
  }
  const pool = lookup.require('pools', placement.name);
  if (!pool) return undefined;
  const hosts = (pool.hosts ?? []).flatMap(({ value }) => {
    const host = lookup.find('hosts', value);
    return host ? [hostId(host.name)] : [];
  });
  return { placement: { kind: 'pool', pool: poolId(pool.name), origin }, hosts: [...new Set(hosts)] };
}

interface GuestContext {
  readonly id: ElementId;
  readonly hosts: readonly (Host | undefined)[];
  readonly lookup: Lookup;
  readonly report: ReportTo;
}

function lowerNic(
  declaration: GuestNicDeclaration,
  guest: GuestDeclaration,
  context: GuestContext,
): GuestNic {
  const { name, places, mac, model, native, bandwidth, filter, isolated, link, boot } = declaration;
  const byDefault = <T>(value: T): Sourced<T> => ({
    value,
    origin: places.name,
    follows: { rule: 'default' },
  });
  const { attachment, network } = attachmentOf(declaration, context);
  const taken = network && { origin: attachment.origin, follows: fromNetwork(network) };
  const { vlan, trunk } = declaration;
  return {
    ...elementOf(guestNicId(guest.name, name), declaration),
    guest: context.id,
    attachment,
    mac: mac ?? { value: '', origin: places.name, follows: { rule: 'name' } },
    model: model ?? byDefault('virtio'),
    ...present({
      queues: queuesOf(declaration, guest, context),
      vlan: vlan ?? (taken && !trunk ? accessVlan(network, attachment, context.hosts, taken) : undefined),
      trunk:
        trunk ?? (taken && !vlan && network.vlans ? { value: network.vlans.value, ...taken } : undefined),
      mtu: declaration.mtu ?? (taken && network.mtu ? { value: network.mtu.value, ...taken } : undefined),
      native,
      bandwidth,
      filter,
      isolated,
      link,
      boot,
    }),
  };
}

const fromNetwork = ({ name }: NetworkDeclaration): Follows => ({ rule: 'network', from: networkId(name) });

/** A network of the site, else one of the host; `kvm1.lab` is the one of that host. */
function attachmentOf(
  { attachment: { kind, name } }: GuestNicDeclaration,
  { lookup, hosts }: GuestContext,
): { readonly attachment: Attachment; readonly network?: NetworkDeclaration } {
  const { origin } = name;
  const host = hosts.find((candidate) => candidate && name.value.startsWith(`${candidate.name}.`));
  const local = host ? name.value.slice(host.name.length + 1) : name.value;
  if (kind === 'bridge') return { attachment: { kind, name: local, origin } };
  const network = lookup.find('networks', name.value);
  if (!network) return { attachment: { kind, name: local, origin } };
  return { attachment: { kind, name: network.name, network: networkId(network.name), origin }, network };
}

function queuesOf(
  { queues }: GuestNicDeclaration,
  { vcpus, name }: GuestDeclaration,
  { id, report }: GuestContext,
): Sourced<number> | undefined {
  if (!queues) return undefined;
  if (queues.value !== 'auto') return { value: queues.value, origin: queues.origin };
  if (vcpus) return { value: vcpus.value, origin: queues.origin, follows: { rule: 'guest', from: id } };
  report({
    code: 'syntax/missing-property',
    message: `'queues auto' means as many as the guest's vCPUs, but '${name}' does not say how many it has.`,
    origin: queues.origin,
    subjects: [id],
  });
  return undefined;
}

/** On a VLAN-aware bridge the guest's port belongs to the access VLAN of its network. */
function accessVlan(
  network: NetworkDeclaration,
  attachment: Attachment,
  hosts: readonly (Host | undefined)[],
  taken: { readonly origin: Attachment['origin']; readonly follows: Follows },
): Sourced<number> | undefined {
  if (network.vlan === undefined || attachment.kind !== 'network') return undefined;
  const id = attachment.network;
  const aware = hosts.some((host) =>
    host?.virtualNetworks.some(
      (virtual) =>
        virtual.kind === 'bridged' &&
        virtual.network === id &&
        host.devices.some(
          (device) => device.id === virtual.device && device.kind === 'bridge' && device.vlanAware.value,
        ),
    ),
  );
  return aware ? { value: network.vlan.value, ...taken } : undefined;
}
