import { formatInterfaceAddress, type IpAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, virtualNetworkText } from '../wording.js';

/** Ranges that have a meaning of their own, told by the beginning of an address. */
const RESERVED: readonly {
  readonly text: string;
  readonly what: string;
  readonly holds: (address: IpAddress) => boolean;
}[] = [
  { text: '0.0.0.0/8', what: 'means “this host, before it has an address”', holds: beginsWith(0, 0) },
  { text: '127.0.0.0/8', what: 'is the loopback of every machine', holds: beginsWith(127, 127) },
  { text: '224.0.0.0/4', what: 'is for multicast', holds: beginsWith(224, 239) },
  { text: '240.0.0.0/4', what: 'is reserved', holds: beginsWith(240, 255) },
  { text: '::1/128', what: 'is the loopback of every machine', holds: (address) => address === '::1' },
  { text: 'ff00::/8', what: 'is for multicast', holds: (address) => /^ff..:/.test(address) },
];

function beginsWith(first: number, last: number): (address: IpAddress) => boolean {
  return (address) => {
    const octet = /^(\d+)\./.exec(address)?.[1];
    return octet !== undefined && Number(octet) >= first && Number(octet) <= last;
  };
}

export const addressMustBeOfAnInterface: Rule = {
  code: 'addressing/unusable-address',
  severity: 'error',
  reason: 'The host, or other machines and routers, drop what comes from the address.',
  title: 'Addresses are of the kind that an interface can have',
  documentation: {
    what: `Looks at the addresses of devices and the subnets of networks and libvirt networks: none may lie in
${RESERVED.map(({ text }) => `\`${text}\``).join(', ')}.`,
    why: `These ranges have a meaning of their own to every machine. Linux takes a source address in 127.0.0.0/8 or
224.0.0.0/4 for a mistake (“martian”) and drops the packet. It takes addresses in 240.0.0.0/4, and since 5.3 in 0.0.0.0/8;
other machines and routers drop them.`,
    sources: [
      'IANA, IPv4 and IPv6 special-purpose address registries',
      'Linux 6.12, `net/ipv4/route.c`: `ip_route_input_slow`',
    ],
    whatToDo:
      'Correct the address; private ones are in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and fd00::/8.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { address 224.11.20.22/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { address 10.11.20.22/24 }
      }
    `,
  },
  *checkNetwork({ id, name, subnets }): Iterable<Violation> {
    for (const { value, origin } of subnets)
      yield* check(value.address, origin, `Subnet ${formatInterfaceAddress(value)} of network ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices)
      for (const { value, origin, follows } of device.addressing.addresses)
        // One that follows from a network is reported there.
        if (!follows)
          yield* check(
            value.address,
            origin,
            `Address ${formatInterfaceAddress(value)} of ${deviceText(device)} of host ${host.name}`,
            device.id,
          );
    for (const network of host.virtualNetworks)
      for (const { value, origin } of network.kind === 'bridged' ? [] : network.subnets)
        yield* check(
          value.address,
          origin,
          `Subnet ${formatInterfaceAddress(value)} of ${virtualNetworkText(network)} of host ${host.name}`,
          network.id,
        );
  },
};

function* check(
  address: IpAddress,
  origin: Violation['origin'],
  text: string,
  subject: string,
): Iterable<Violation> {
  const range = RESERVED.find(({ holds }) => holds(address));
  if (!range) return;
  yield { message: `${text} lies in ${range.text}, which ${range.what}.`, origin, subjects: [subject] };
}
