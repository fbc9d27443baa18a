import type { Claim } from '../claim.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const endsOfANetworkShouldHaveOneMtu: Rule = {
  code: 'mtu/ends-differ',
  severity: 'warning',
  reason: 'Small packets pass, large ones from one side are dropped by the other.',
  title: 'All hosts have one MTU in a network',
  documentation: {
    what: `Compares, across hosts, the MTU of the devices that serve one network. A device whose MTU is only raised for a VLAN or
bridge above it is left alone: no other host sends it more than the network's own MTU.`,
    why: `Inside a subnet nobody says "too large": a frame above the receiver's MTU is dropped by its NIC without an answer. TCP
usually agrees on a size that both can take; UDP, NFS over UDP, VXLAN and clusters do not. Ping works, migration stalls.`,
    sources: [
      'RFC 1191: path MTU discovery needs a router that answers',
      'oVirt: `NetworkMtuValidator.java`',
    ],
    whatToDo: 'Write the MTU once, at the network, and remove it from the devices.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management  mtu 9000 } }
      host kvm2 { number 23  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  mtu 9000 }
      host kvm1 { number 22  nic eth0 { carries management } }
      host kvm2 { number 23  nic eth0 { carries management } }
    `,
  },
  claims: {
    *claimsOfHost(host, site): Iterable<Claim> {
      for (const device of host.devices)
        for (const { value } of device.mtu.follows?.rule === 'children' ? [] : device.networks)
          yield {
            key: value,
            origin: device.mtu.origin,
            subject: device.id,
            claimant: `${deviceText(device)} of host ${host.name} in network ${site.logicalNetwork(value)?.name ?? ''}`,
            value: `${device.mtu.value}${device.mtu.follows ? '' : WRITTEN}`,
          };
    },
    *judge(claims): Iterable<Violation> {
      const usual = mostCommon(claims.map(({ value = '' }) => value));
      const reference = claims.find(({ value = '' }) => mtuOf(value) === usual);
      if (!reference) return;
      for (const { value = '', origin, claimant, subject } of claims)
        if (mtuOf(value) !== usual)
          yield {
            message: `MTU of ${claimant} is ${mtuOf(value)}, that of ${reference.claimant} is ${usual}.`,
            origin,
            related: [related(reference.origin, `MTU ${usual} comes from here.`)],
            subjects: [subject, reference.subject],
          };
    },
  },
};

/** Marks an MTU that is written on the device itself, and not that of its network. */
const WRITTEN = ' written';
const mtuOf = (value: string): string => value.replace(WRITTEN, '');

/**
 * Of equally common values the one that is written least often: what is written on a device is the exception. Of those
 * the one that comes last, so that the exception that was written first is reported.
 */
function mostCommon(values: readonly string[]): string | undefined {
  const weights = new Map<string, number>();
  for (const value of values) {
    const weight = value.endsWith(WRITTEN) ? 1 : 1 + 1 / (values.length + 1);
    weights.set(mtuOf(value), (weights.get(mtuOf(value)) ?? 0) + weight);
  }
  return [...weights].reduce<readonly [string, number] | undefined>(
    (best, next) => (best && best[1] > next[1] ? best : next),
    undefined,
  )?.[0];
}
