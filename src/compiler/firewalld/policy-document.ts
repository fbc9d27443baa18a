import {
  familyOf,
  formatInterfaceAddress,
  hasRole,
  type Device,
  type InterfaceAddress,
  type IpAddress,
  type IpFamily,
  type ManagedNetwork,
} from '../../model/index.js';
import type { HostContext } from '../host-context.js';
import { routesOfDevice } from '../host-routes.js';
import { sha256Hex } from '../identity/digest.js';
import { defaultRouteDevice, ipMethod } from '../network-manager/layer-three.js';
import { element, textElement, type XmlElement } from '../xml/xml-element.js';
import { resolvedForwards, type ResolvedForward } from './port-forwards.js';

/** firewalld up to 2.3 takes 18 characters: its longest chain is `POST_<policy>_allow`, which may have 28 (`max_policy_name_len`). */
const LONGEST_POLICY = 17;

/**
 * firewalld takes letters, digits, `_` and `-` in the name of a policy, and few of them: any other name of a network is
 * told apart by a digest.
 */
export function policyName({ name }: ManagedNetwork): string {
  const plain = `kvmnet-${name.replace(/[^A-Za-z0-9_-]/g, '_')}`;
  if (plain === `kvmnet-${name}` && plain.length <= LONGEST_POLICY) return plain;
  return `${plain.slice(0, LONGEST_POLICY - 6)}-${sha256Hex(name).slice(0, 5)}`;
}

const familyName = (family: IpFamily): string => (family === 4 ? 'ipv4' : 'ipv6');

function masqueradeRule(subnet: InterfaceAddress, { subnets }: ManagedNetwork): XmlElement {
  const origin = subnets.find(({ value }) => value.family === subnet.family)?.origin;
  const address = { value: formatInterfaceAddress(subnet), ...(origin && { origin }) };
  return element('rule', { family: familyName(subnet.family) }, [
    element('source', { address }),
    element('masquerade'),
  ]);
}

/** Whether outsiders are meant to find the host there: it is managed through the device, or answers the world. */
function isPublic(device: Device, family: IpFamily, { host, index }: HostContext): boolean {
  const isManagement = device.networks.some(({ value }) => {
    const network = index.logicalNetwork(value);
    return network !== undefined && hasRole(network, 'management');
  });
  return (
    isManagement ||
    defaultRouteDevice(host, family) === device ||
    [...routesOfDevice(host, device), ...device.addressing.routes].some(
      ({ destination }) => destination.value.prefix === 0 && destination.value.family === family,
    )
  );
}

/**
 * The addresses of the host at which a port is forwarded: of management and of the default route. Heartbeat, migration
 * and storage are between hosts; guests are not offered there, unless the host has no other address. undefined when
 * the address is only learnt.
 */
function ownAddresses(family: IpFamily, context: HostContext): readonly IpAddress[] | undefined {
  const devices = context.host.devices.filter((device) => ipMethod(device, family) !== 'disabled');
  const open = devices.filter((device) => isPublic(device, family, context));
  const [written, all] = [open, devices].map((some) =>
    some
      .flatMap(({ addressing }) => addressing.addresses)
      .flatMap(({ value }) => (value.family === family ? [value.address] : [])),
  );
  if (written && written.length > 0) return written;
  return open.length === 0 && all && all.length > 0 ? all : undefined;
}

/**
 * One rule per address: without a destination a guest's own connections to that port anywhere in the world would end at
 * the guest. A host that only learns its addresses has to do without.
 */
function forwardRules({ forward, address }: ResolvedForward, context: HostContext): readonly XmlElement[] {
  const family = familyOf(address);
  const { port, guestPort, origin } = forward;
  const forwardPort = element('forward-port', {
    port: { value: port.number, origin },
    protocol: { value: port.protocol, origin },
    'to-port': { value: guestPort, origin },
    'to-addr': { value: address, origin },
  });
  const destinations = ownAddresses(family, context)?.map((own) =>
    element('destination', { address: own }),
  ) ?? [undefined];
  return destinations.map((destination) =>
    element('rule', { family: familyName(family) }, [destination, forwardPort]),
  );
}

/**
 * What libvirt leaves to firewalld in a network with forwarded ports: translation of its addresses, and the forwards.
 * undefined when the network has none.
 *
 * In mode `nat` libvirt 11 rejects every connection to a guest that the guest did not begin, by rules that no accept
 * of another table overrides, with its nftables backend as with iptables; and it puts them back on every start. So such
 * a network is `open`, in the zone that libvirt's networks have anyway.
 */
export function policyDocument(network: ManagedNetwork, context: HostContext): XmlElement | undefined {
  const forwards = resolvedForwards(network, context);
  if (forwards.length === 0) return undefined;
  return element('policy', { target: 'CONTINUE' }, [
    textElement('short', { value: network.name, origin: network.places.name }),
    textElement('description', 'Address translation and forwarded ports of a libvirt network.'),
    ...network.subnets.map(({ value }) => masqueradeRule(value, network)),
    ...forwards.flatMap((forward) => forwardRules(forward, context)),
    element('ingress-zone', { name: 'ANY' }),
    element('egress-zone', { name: 'ANY' }),
  ]);
}
