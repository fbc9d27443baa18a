import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const numberedHostIsBestGivenADevice: Rule = {
  code: 'roles/nothing-on-host',
  severity: 'information',
  reason: 'It may be meant for later; until then nothing is deployed there.',
  title: 'A host with a number has a device that uses it',
  documentation: {
    what: `Looks for hosts without profile that have a \`number\`, or routes or name servers of their own, and neither a device nor a
libvirt network. Hosts that say nothing but how they are reached are left alone: they may be there for others to go \`via\`.`,
    why: `The number is the host's address in the subnets that its devices carry. Without a device there is no address and no file
for NetworkManager, and a deployment has nothing to do. Usually the profile was forgotten.`,
    sources: ['[The KVMNet language](../../language.md), “host and profile”'],
    whatToDo: 'Say which profile it `is`, or write its NICs.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      profile compute { nic eth0 { carries management } }
      host kvm1 is compute { number 22 }
      host kvm2 { number 23 }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      profile compute { nic eth0 { carries management } }
      host kvm1 is compute { number 22 }
      host kvm2 is compute { number 23 }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const { name, number, routes, dns, devices, virtualNetworks, profiles } = host;
    if (devices.length > 0 || virtualNetworks.length > 0 || profiles.length > 0) return;
    const [said] = [
      ...(number ? [`number ${number.value}`] : []),
      ...(routes.length > 0 ? ['routes'] : []),
      ...(dns.length > 0 ? ['name servers'] : []),
    ];
    if (said === undefined) return;
    yield {
      message: `Host ${name} has ${said}, but no device: there is nothing to deploy. Say which profile it is, or write its NICs.`,
      origin: host.places.name,
      subjects: [host.id],
    };
  },
};
