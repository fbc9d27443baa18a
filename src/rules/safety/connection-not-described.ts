import { parseIpAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const addressOfTheConnectionShouldBeDescribed: Rule = {
  code: 'safety/connection-not-described',
  severity: 'warning',
  reason: 'After the deployment the host may no longer have the address at which it is reached.',
  title: 'The address at which a host is reached is one that it has',
  documentation: {
    what: `Looks for hosts whose \`ssh\` is an IP address that no device of the host has, also where they are reached \`via\` another one.
Hosts with a device that gets its address by DHCP or SLAAC are left alone, and so are names: what they mean is only known at the
time of the deployment, which checks it again on the host.`,
    why: `KVMNet protects the device that carries the connection. If the device is not described, or has another address in the text than
on the host, the deployment may cut its own connection. It is then rolled back, and nothing is gained.`,
    sources: ['[Deploying](../../deploy.md)'],
    whatToDo: `Describe the device with this address, or correct \`ssh\`. If a router translates the address, write the name that
resolves to it.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { ssh root@10.11.10.23  number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { ssh root@10.11.10.22  number 22  nic eth0 { carries management } }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const { ssh, devices } = host;
    const address = parseIpAddress(ssh.value.name);
    if (ssh.follows || address === undefined || devices.length === 0) return;
    if (devices.some(({ addressing: { dhcp, slaac } }) => dhcp ?? slaac)) return;
    const own = devices.flatMap(({ addressing }) => addressing.addresses.map(({ value }) => value.address));
    if (own.includes(address) || address === '127.0.0.1' || address === '::1') return;
    yield {
      message: `Host ${host.name} is reached at ${address}, which none of its devices has${own.length > 0 ? ` (${own.slice(0, 3).join(', ')}${own.length > 3 ? ', …' : ''})` : ''}.`,
      origin: ssh.origin,
      subjects: [host.id],
    };
  },
};
