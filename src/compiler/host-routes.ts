import {
  contains,
  familyOf,
  type Device,
  type Host,
  type ManagedNetwork,
  type Route,
} from '../model/index.js';
import { defaultRouteDevice, deviceReaching, ipMethod } from './network-manager/layer-three.js';

/** Who a route of the host belongs to: a device's profile, or a libvirt network when its guest is the gateway. */
export type RouteOwner =
  | { readonly kind: 'device'; readonly device: Device }
  | { readonly kind: 'virtual-network'; readonly virtualNetwork: ManagedNetwork };

const onDevice = (device: Device | undefined): RouteOwner | undefined => device && { kind: 'device', device };

/**
 * The one whose subnet holds the gateway. Where no written subnet does, a device that learns its addresses may;
 * without a gateway the route follows the default route.
 */
export function ownerOfRoute(host: Host, { via, destination }: Route): RouteOwner | undefined {
  if (!via) return onDevice(defaultRouteDevice(host, destination.value.family));
  const reaching = deviceReaching(host, via.value);
  if (reaching) return onDevice(reaching);
  const virtualNetwork = host.virtualNetworks.find(
    (candidate): candidate is ManagedNetwork =>
      candidate.kind !== 'bridged' && candidate.addresses.some(({ value }) => contains(value, via.value)),
  );
  if (virtualNetwork) return { kind: 'virtual-network', virtualNetwork };
  return onDevice(host.devices.find((device) => ipMethod(device, familyOf(via.value)) === 'auto'));
}

export const routesOfDevice = (host: Host, device: Device): readonly Route[] =>
  host.routes.filter((route) => {
    const owner = ownerOfRoute(host, route);
    return owner?.kind === 'device' && owner.device === device;
  });

export const routesOfVirtualNetwork = (host: Host, network: ManagedNetwork): readonly Route[] =>
  host.routes.filter((route) => {
    const owner = ownerOfRoute(host, route);
    return owner?.kind === 'virtual-network' && owner.virtualNetwork === network;
  });
