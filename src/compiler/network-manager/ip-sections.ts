import {
  familyOf,
  formatInterfaceAddress,
  type Device,
  type IpFamily,
  type Route,
  type Sourced,
} from '../../model/index.js';
import type { HostContext } from '../host-context.js';
import { routesOfDevice } from '../host-routes.js';
import { placed } from '../placed.js';
import { entry, listEntry, section, type KeyfileEntry, type KeyfileSection } from './keyfile.js';
import { deviceOfDns, gatewayOf, ipMethod } from './layer-three.js';

const anyAddress = (family: IpFamily): string => (family === 4 ? '0.0.0.0' : '::');

/** `DEST/PLEN[,NEXTHOP[,METRIC]]`: a metric without a next hop needs the unspecified address in its place. */
function routeText({ destination, via, metric }: Route): string {
  const hop = via?.value ?? (metric ? anyAddress(destination.value.family) : undefined);
  return [formatInterfaceAddress(destination.value), hop, metric?.value]
    .filter((part) => part !== undefined)
    .join();
}

/** NetworkManager refuses `gateway` without a static address of the family (nm-setting-ip-config.c): then it is a route. */
function gatewayEntries(device: Device, family: IpFamily): readonly KeyfileEntry[] {
  const gateway = gatewayOf(device, family);
  const hasStatic = device.addressing.addresses.some(({ value }) => value.family === family);
  return gateway && hasStatic ? entry('gateway', gateway) : [];
}

function routesOf(device: Device, family: IpFamily, context: HostContext): readonly Route[] {
  const gateway = gatewayOf(device, family);
  const learnt: readonly Route[] =
    gateway && gatewayEntries(device, family).length === 0
      ? [
          {
            destination: {
              value: { family, address: anyAddress(family), prefix: 0 },
              origin: gateway.origin,
            },
            via: gateway,
            origin: gateway.origin,
          },
        ]
      : [];
  const routes = [...learnt, ...device.addressing.routes, ...routesOfDevice(context.host, device)];
  return routes.filter(({ destination }) => destination.value.family === family);
}

const unique = (items: readonly Sourced<string>[]): readonly Sourced<string>[] =>
  items.filter(({ value }, at) => items.findIndex((other) => other.value === value) === at);

function dnsOf(device: Device, family: IpFamily, { host }: HostContext): readonly Sourced<string>[] {
  const fromHost = host.dns.filter(({ value }) => deviceOfDns(host, value) === device);
  return unique([...device.addressing.dns, ...fromHost]).filter(({ value }) => familyOf(value) === family);
}

/** Search domains belong to no family: they go to IPv4 where that is on, so that they are not said twice. */
const saysSearch = (device: Device, family: IpFamily): boolean =>
  family === 4 ? ipMethod(device, 4) !== 'disabled' : ipMethod(device, 4) === 'disabled';

function ipSection(device: Device, family: IpFamily, context: HostContext): KeyfileSection {
  const { addressing } = device;
  const method = ipMethod(device, family);
  const cause = addressing.none ?? (family === 4 ? addressing.dhcp : addressing.slaac);
  const methodEntry = entry('method', cause && method !== 'manual' ? placed(cause, () => method) : method);
  const name = family === 4 ? 'ipv4' : 'ipv6';
  if (method === 'disabled') return section(name, methodEntry);
  const addresses = addressing.addresses.filter(({ value }) => value.family === family);
  return section(
    name,
    methodEntry,
    // A keyfile without the key means EUI-64, D-Bus without it does not: said, so that SLAAC follows the MAC for sure.
    family === 6 && method === 'auto' ? entry('addr-gen-mode', 'eui64') : [],
    addresses.flatMap((address, at) => entry(`address${at + 1}`, placed(address, formatInterfaceAddress))),
    gatewayEntries(device, family),
    listEntry('dns', dnsOf(device, family, context)),
    saysSearch(device, family) ? listEntry('dns-search', unique(addressing.search)) : [],
    routesOf(device, family, context).flatMap((route, at) =>
      entry(`route${at + 1}`, { value: routeText(route), origin: route.origin }),
    ),
  );
}

/** Both families, always said: NetworkManager takes a missing one for automatic. Ports have none. */
export const ipSections = (device: Device, context: HostContext): readonly KeyfileSection[] =>
  device.controller === undefined ? [ipSection(device, 4, context), ipSection(device, 6, context)] : [];
