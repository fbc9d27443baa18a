import {
  familyOf,
  formatInterfaceAddress,
  type Device,
  type IpFamily,
  type Origin,
} from '../../model/index.js';
import type { HostContext } from '../host-context.js';
import { ownerOfRoute } from '../host-routes.js';
import { deviceOfDns, gatewayOf, ipMethod } from './layer-three.js';

const FAMILIES: Readonly<Record<IpFamily, string>> = { 4: 'IPv4', 6: 'IPv6' };

/**
 * What the text says of layer 3 and no profile holds: NetworkManager refuses a profile, or drops the setting, when a
 * family without addresses has name servers, search domains, gateways or routes.
 */
export function omitUnreachable(device: Device, { omit }: HostContext): void {
  const { addressing } = device;
  const report = (family: IpFamily, what: string, origin: Origin): void => {
    if (ipMethod(device, family) !== 'disabled') return;
    const why = device.controller
      ? 'is a port and has no addresses of its own'
      : `has no ${FAMILIES[family]} address`;
    omit({ subject: device.id, origin, message: `${what} is left out: ${device.name} ${why}.` });
  };
  for (const { value, origin } of addressing.gateways) {
    report(familyOf(value), `Gateway ${value}`, origin);
    const used = gatewayOf(device, familyOf(value));
    if (used && used.value !== value) {
      const message = `Gateway ${value} is left out: ${device.name} already has ${used.value}.`;
      omit({ subject: device.id, origin, message });
    }
  }
  for (const { value, origin } of addressing.dns) report(familyOf(value), `Name server ${value}`, origin);
  for (const { destination, origin } of addressing.routes) {
    report(destination.value.family, `The route to ${formatInterfaceAddress(destination.value)}`, origin);
  }
  if (ipMethod(device, 4) === 'disabled') {
    for (const { value, origin } of addressing.search) report(6, `Search domain ${value}`, origin);
  }
  if (device.controller) {
    for (const { value, origin } of addressing.addresses) {
      report(value.family, `Address ${formatInterfaceAddress(value)}`, origin);
    }
  }
}

/** The same for what is written on the host. */
export function omitHostSettings({ host, omit }: HostContext): void {
  for (const route of host.routes.filter((candidate) => ownerOfRoute(host, candidate) === undefined)) {
    const via = route.via ? `nothing reaches ${route.via.value}` : 'no device has a default route';
    const what = `The route to ${formatInterfaceAddress(route.destination.value)}`;
    omit({ subject: host.id, origin: route.origin, message: `${what} is left out: ${via}.` });
  }
  for (const { value, origin } of host.dns) {
    if (deviceOfDns(host, value) !== undefined) continue;
    const message = `Name server ${value} is left out: no device has an ${FAMILIES[familyOf(value)]} address.`;
    omit({ subject: host.id, origin, message });
  }
}
