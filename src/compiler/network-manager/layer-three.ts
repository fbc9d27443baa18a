import {
  contains,
  familyOf,
  type Device,
  type Host,
  type IpAddress,
  type IpFamily,
  type Sourced,
} from '../../model/index.js';

/** `disabled`: the family has no address; `manual`: only those written; `auto`: DHCP (IPv4) or router advertisements (IPv6). */
export type IpMethod = 'disabled' | 'manual' | 'auto';

/** A port has no layer 3 of its own: NetworkManager drops IP settings of ports in silence. */
export function ipMethod({ controller, addressing }: Device, family: IpFamily): IpMethod {
  if (controller !== undefined || addressing.none) return 'disabled';
  if (family === 4 ? addressing.dhcp : addressing.slaac) return 'auto';
  return addressing.addresses.some(({ value }) => value.family === family) ? 'manual' : 'disabled';
}

export const gatewayOf = (device: Device, family: IpFamily): Sourced<IpAddress> | undefined =>
  ipMethod(device, family) === 'disabled'
    ? undefined
    : device.addressing.gateways.find(({ value }) => familyOf(value) === family);

/** The device on which packets to the address leave without a router. */
export const deviceReaching = (host: Host, address: IpAddress): Device | undefined =>
  host.devices.find(
    (device) =>
      ipMethod(device, familyOf(address)) !== 'disabled' &&
      device.addressing.addresses.some(({ value }) => contains(value, address)),
  );

/** The device with the default route of the family: that with the gateway, else the one that learns it. */
export const defaultRouteDevice = (host: Host, family: IpFamily): Device | undefined =>
  host.devices.find((device) => gatewayOf(device, family) !== undefined) ??
  host.devices.find((device) => ipMethod(device, family) === 'auto');

/** The device that a name server of the host belongs to: that with the default route, else one that reaches it. */
export const deviceOfDns = (host: Host, server: IpAddress): Device | undefined =>
  defaultRouteDevice(host, familyOf(server)) ??
  deviceReaching(host, server) ??
  host.devices.find((device) => ipMethod(device, familyOf(server)) !== 'disabled');
