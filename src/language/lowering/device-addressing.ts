import {
  addressInSubnet,
  contains,
  familyOf,
  formatInterfaceAddress,
  networkId,
  type Addressing,
  type Follows,
  type InterfaceAddress,
  type IpFamily,
  type Route,
  type Sourced,
} from '../../model/index.js';
import { present } from '../declarations/block-reader.js';
import { addressesHosts, type Draft, type Service } from './draft.js';

const followsNetwork = ({ network }: Service): Follows => ({
  rule: 'network',
  from: networkId(network.name),
});

/** What is written on the device; where nothing is, what its networks and the host's number say. */
export function addressingOf(draft: Draft, number: Sourced<number> | undefined): Addressing {
  const { written } = draft;
  const services = draft.services.filter((service) => !draft.passing.includes(service));
  const { addresses: own = [], dhcp, slaac, none } = written ?? {};
  const derived = none
    ? []
    : services
        .filter(({ network }) => addressesHosts(network))
        .flatMap((service) => numbered(service, number));
  const isFree = (family: IpFamily): boolean =>
    (family === 4 ? !dhcp : !slaac) && own.every(({ value }) => value.family !== family);
  const addresses = [...own, ...derived.filter(({ value }) => isFree(value.family))];
  const within = services.filter((service) => isWithin(service, addresses));
  return {
    addresses,
    ...present({ dhcp, slaac, none, zone: zoneOf(draft) }),
    gateways: written?.gateways ?? gatewaysOf(within, addresses),
    dns: written?.dns ?? fromNetworks(within, ({ dns }) => dns),
    search: written?.search ?? fromNetworks(within, ({ search }) => search),
    routes: routesOf(draft, within, addresses),
  };
}

function numbered(
  { network }: Service,
  number: Sourced<number> | undefined,
): readonly Sourced<InterfaceAddress>[] {
  if (!number) return [];
  return (network.subnets ?? []).flatMap(({ value: subnet }) => {
    // A number outside of the subnet gives no address: `addressing/number-outside-subnet` says so.
    const address = addressInSubnet(subnet, number.value);
    if (address === undefined) return [];
    const { family, prefix } = subnet;
    const follows: Follows = { rule: 'number', from: networkId(network.name) };
    return [{ value: { family, address, prefix }, origin: number.origin, follows }];
  });
}

const isWithin = ({ network }: Service, addresses: readonly Sourced<InterfaceAddress>[]): boolean =>
  (network.subnets ?? []).some(({ value: subnet }) =>
    addresses.some(({ value }) => contains(subnet, value.address)),
  );

/** A gateway helps only where the device has an address of its family in the network. */
function gatewaysOf(within: readonly Service[], addresses: readonly Sourced<InterfaceAddress>[]) {
  const families = new Set(addresses.map(({ value }) => value.family));
  return fromNetworks(within, ({ gateways }) =>
    gateways?.filter(({ value }) => families.has(familyOf(value))),
  );
}

function fromNetworks<T>(
  services: readonly Service[],
  listOf: (network: Service['network']) => readonly Sourced<T>[] | undefined,
): readonly Sourced<T>[] {
  return services.flatMap((service) =>
    (listOf(service.network) ?? []).map(({ value, origin }) => ({
      value,
      origin,
      follows: followsNetwork(service),
    })),
  );
}

function zoneOf({ written, services }: Draft): Sourced<string> | undefined {
  if (written?.zone) return written.zone;
  for (const service of services) {
    const { zone } = service.network;
    if (zone) return { value: zone.value, origin: service.origin, follows: followsNetwork(service) };
  }
  return undefined;
}

/**
 * The device's own routes, and those of its networks to other destinations. A route of the network that leads through
 * this very device is for the others: its host is the router.
 */
function routesOf(
  { written }: Draft,
  within: readonly Service[],
  addresses: readonly Sourced<InterfaceAddress>[],
): readonly Route[] {
  const own = written?.routes ?? [];
  const isRouter = ({ via }: Route): boolean =>
    via !== undefined && addresses.some(({ value }) => value.address === via.value);
  const destinations = new Set(own.map(({ destination }) => formatInterfaceAddress(destination.value)));
  const others = within.flatMap((service) =>
    service.network.routes
      .filter((route) => !isRouter(route))
      .filter(({ destination }) => !destinations.has(formatInterfaceAddress(destination.value)))
      .map((route) => ({
        ...route,
        destination: { ...route.destination, follows: followsNetwork(service) },
      })),
  );
  return [...own, ...others];
}
