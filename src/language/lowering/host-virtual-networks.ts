import {
  addressInSubnet,
  DEFAULT_MTU,
  guestId,
  MAX_INTERFACE_NAME_BYTES,
  networkId,
  virtualNetworkId,
  type BridgedNetwork,
  type ManagedNetwork,
  type Sourced,
  type VirtualNetwork,
} from '../../model/index.js';
import { present } from '../declarations/block-reader.js';
import type { VirtualNetworkDeclaration } from '../declarations/declaration.js';
import type { ReportTo } from '../findings/report-to.js';
import { hasRoleVm, type Draft, type Service } from './draft.js';
import type { HostDrafts } from './host-drafts.js';
import type { Lookup } from './lookup.js';
import { elementOf } from './lower-site-wide.js';

/** libvirt networks of a host: those written, and one for each network of guests that a bridge serves. */
export function lowerVirtualNetworks(
  declarations: readonly VirtualNetworkDeclaration[],
  drafts: HostDrafts,
  lookup: Lookup,
  report: ReportTo,
): readonly VirtualNetwork[] {
  const managed = declarations.map((declaration) => lowerManaged(declaration, drafts, lookup));
  const taken = new Map<string, VirtualNetwork>(managed.map((network) => [network.name, network]));
  const bridged: BridgedNetwork[] = [];
  for (const draft of drafts.all()) {
    if (draft.kind !== 'bridge') continue;
    for (const service of draft.services.filter(({ network }) => hasRoleVm(network))) {
      const network = bridgedNetwork(drafts.host, draft, service);
      const other = taken.get(network.name);
      if (other) {
        report({
          code: 'naming/derived-name-clash',
          message: `A libvirt network '${network.name}' follows from this, but host '${drafts.host}' has another one of that name.`,
          origin: service.origin,
          related: [{ origin: other.places.name, message: `'${network.name}' comes from here.` }],
          unread: 'network',
        });
        continue;
      }
      taken.set(network.name, network);
      bridged.push(network);
    }
  }
  return [...managed, ...bridged];
}

function bridgedNetwork(host: string, draft: Draft, { network, origin }: Service): BridgedNetwork {
  return {
    kind: 'bridged',
    id: virtualNetworkId(host, network.name),
    name: network.name,
    places: { name: origin, whole: origin },
    ...present({ documentation: network.documentation }),
    host: draft.id.slice(0, draft.id.indexOf('/device/')),
    bridge: { value: draft.name, origin: draft.places.name, follows: { rule: 'name' } },
    autostart: { value: true, origin, follows: { rule: 'default' } },
    network: networkId(network.name),
    device: draft.id,
  };
}

function lowerManaged(
  declaration: VirtualNetworkDeclaration,
  drafts: HostDrafts,
  lookup: Lookup,
): ManagedNetwork {
  const { name, kind, places, subnets = [], dhcp = [], leases, dns = [], forwards } = declaration;
  const { domain, zone, over } = declaration;
  const byDefault = <T>(value: T): Sourced<T> => ({
    value,
    origin: places.name,
    follows: { rule: 'default' },
  });
  const hostAccess = declaration.hostAccess ?? byDefault(true);
  const device = over && drafts.require(over);
  return {
    ...elementOf(virtualNetworkId(drafts.host, name), declaration),
    kind,
    host: drafts.hostId,
    bridge: declaration.bridge ?? { value: bridgeName(name), origin: places.name, follows: { rule: 'name' } },
    autostart: declaration.autostart ?? byDefault(true),
    subnets,
    addresses: hostAccess.value
      ? subnets.flatMap(({ value: subnet, origin }) => {
          const address = addressInSubnet(subnet, 1);
          if (address === undefined) return [];
          return [{ value: { ...subnet, address }, origin, follows: { rule: 'default' as const } }];
        })
      : [],
    dhcp,
    leases,
    dns,
    forwards: forwards.flatMap(({ guest, ...forward }) => {
      const target = lookup.require('guests', guest);
      return target ? [{ ...forward, guest: { value: guestId(target.name), origin: guest.origin } }] : [];
    }),
    hostAccess,
    mtu: declaration.mtu ?? byDefault(DEFAULT_MTU),
    ...present({ domain, zone, over: device && { value: device.id, origin: over.origin } }),
  };
}

/** `virbr-NAME`, cut to what the kernel takes, between characters. */
export function bridgeName(name: string): string {
  let cut = 'virbr-';
  let bytes = cut.length;
  for (const character of name) {
    bytes += utf8Length(character);
    if (bytes > MAX_INTERFACE_NAME_BYTES) break;
    cut += character;
  }
  return cut;
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}
