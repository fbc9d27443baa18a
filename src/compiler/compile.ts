import {
  compareOrigins,
  indexNetwork,
  type CheckedNetwork,
  type Host,
  type Mac,
  type Network,
  type NetworkIndex,
} from '../model/index.js';
import type { Artifact, CompiledHost, CompileOptions, Omission } from './artifact.js';
import { isZoneOf, policyArtifact, zoneArtifact } from './firewalld/firewalld-artifacts.js';
import { forwardingArtifact } from './forwarding.js';
import type { HostContext } from './host-context.js';
import { guestInterfaceArtifact, networkArtifact } from './libvirt/libvirt-artifacts.js';
import { omitHostSettings } from './network-manager/ip-omissions.js';
import { keyfileArtifact, needsProfile } from './network-manager/profile.js';

/** MACs that bridges must stay away from: those of all guests and all that are written. */
function takenMacs({ guests, hosts }: Network): ReadonlySet<Mac> {
  const written = hosts.flatMap(({ devices, virtualNetworks }) => [
    ...devices.flatMap((device) => (device.kind !== 'vlan' && device.mac ? [device.mac.value] : [])),
    ...virtualNetworks.flatMap((network) =>
      network.kind === 'bridged' ? [] : network.leases.map(({ mac }) => mac),
    ),
  ]);
  return new Set([...guests.flatMap(({ nics }) => nics.map(({ mac }) => mac.value)), ...written]);
}

function compileHost(
  host: Host,
  index: NetworkIndex,
  taken: ReadonlySet<Mac>,
  options: CompileOptions,
): CompiledHost {
  const omissions: Omission[] = [];
  const context: HostContext = {
    host,
    index,
    vocabulary: options.vocabulary ?? 'controller',
    nameOf: (device) =>
      (device.kind === 'nic' && device.mac ? options.interfaceNames?.[device.id] : undefined) ?? device.name,
    omit: (omission) => omissions.push(omission),
  };
  const guestInterfaces = index
    .guestsOn(host.id)
    .flatMap((guest) => guest.nics.map((nic) => guestInterfaceArtifact(guest, nic, context)));
  const artifacts: readonly (Artifact | undefined)[] = [
    ...host.devices
      .filter((device) => needsProfile(device, context))
      .map((device) => keyfileArtifact(device, context)),
    ...host.virtualNetworks.map((network) => networkArtifact(network, context, taken)),
    ...host.virtualNetworks.map((network) =>
      network.kind === 'bridged' ? undefined : policyArtifact(network, context),
    ),
    ...guestInterfaces,
    ...index.network.zones.filter((zone) => isZoneOf(zone, host)).map((zone) => zoneArtifact(zone, context)),
    forwardingArtifact(host),
  ];
  omitHostSettings(context);
  return {
    host: host.id,
    name: host.name,
    artifacts: artifacts
      .filter((artifact) => artifact !== undefined)
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    omissions: omissions.sort((a, b) => compareOrigins(a.origin, b.origin)),
  };
}

/**
 * The files that express a network, host by host in the order of the network. Pure: the same network and options give
 * the same bytes. Everything that the text says is either in a file or among the host's omissions.
 */
export function compile(network: CheckedNetwork, options: CompileOptions = {}): readonly CompiledHost[] {
  const index = indexNetwork(network);
  const taken = takenMacs(network);
  return network.hosts
    .filter(({ name }) => options.hosts?.includes(name) ?? true)
    .map((host) => compileHost(host, index, taken, options));
}
