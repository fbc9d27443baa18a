import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const gatewayMustBeAnotherMachine: Rule = {
  code: 'addressing/gateway-is-own-address',
  severity: 'error',
  reason: 'The kernel refuses the default route.',
  title: 'The gateway of a host is another machine',
  documentation: {
    what: 'Looks for devices whose gateway is their own address, or that of another device of the host.',
    why: `A gateway is whom the host hands what it cannot deliver. Handing it to itself leads nowhere, and the kernel answers
"Nexthop has invalid gateway". It happens when a host's \`number\` is that of the router.`,
    sources: ['Linux 6.12, `net/ipv4/fib_semantics.c`: `fib_check_nh_nongw`, `fib_check_nh_v4_gw`'],
    whatToDo: `Give the host another \`number\`. If the host is the router of that network, leave \`gateway\` out of the network
and write \`route 0.0.0.0/0 via …\` there with the address of this host: the other hosts get it, this one does not.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
      host kvm1 { number 1  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const own = new Map(
      host.devices.flatMap((device) =>
        device.addressing.addresses.map(({ value, origin, follows }) => [
          value.address,
          { device, origin: follows?.rule === 'number' && host.number ? host.number.origin : origin },
        ]),
      ),
    );
    for (const { addressing } of host.devices)
      for (const { value, origin, follows } of addressing.gateways) {
        const holder = own.get(value);
        if (!holder) continue;
        yield {
          message: `Gateway ${value} is the address of ${deviceText(holder.device)} of host ${host.name} itself.`,
          origin: follows ? holder.origin : origin,
          related: [related(follows ? origin : holder.origin, follows ? 'The gateway.' : 'The address.')],
          subjects: [holder.device.id],
        };
      }
  },
};
