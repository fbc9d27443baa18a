import { familyOf, type ManagedNetwork, type Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';

export const libvirtPropertyShouldHaveAnEffect: Rule = {
  code: 'addressing/property-without-effect',
  severity: 'warning',
  reason: 'The network works, but the property is in no file.',
  title: 'The properties of a libvirt network do something',
  documentation: {
    what: `Looks for properties that a libvirt network of this kind cannot have:

| property | where it does nothing |
| --- | --- |
| \`dhcp\`, \`lease\`, \`dns\` | in an \`isolated\` network with \`host-access no\` |
| \`lease\` | in a network without \`subnet\`; for IPv6 without a name: libvirt tells such guests apart by their name only |
| \`host-access no\` | in \`nat\` and \`routed\` networks: the host is their gateway, and has to be in them |
| \`over\` | in \`isolated\` networks: nothing leaves them |`,
    why: `DHCP and DNS are served by a dnsmasq on the host, at the host's address in the network. Without host access there is no
address and nothing that could answer: guests that wait for DHCP come up without network.`,
    sources: ['libvirt 11.3, formatnetwork, “Addressing”: `dhcp` is part of `ip`'],
    whatToDo: 'Remove the property, or what keeps it from working.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        isolated back { subnet 192.168.50.0/24  host-access no  dhcp 192.168.50.10-192.168.50.99 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        isolated back { subnet 192.168.50.0/24  dhcp 192.168.50.10-192.168.50.99 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const { keyword, origin, because, cause } of idleProperties(network))
        yield {
          message: `${virtualNetworkText(network)} of host ${host.name} has ${keyword}, which does not work there: ${because}.`,
          origin,
          ...(cause && { related: [related(cause, 'The reason.')] }),
          subjects: [network.id],
          fixes: [{ title: `Remove ${keyword}`, edits: [{ kind: 'remove', at: origin }] }],
        };
    }
  },
};

interface Idle {
  readonly keyword: string;
  readonly origin: Origin;
  readonly because: string;
  readonly cause?: Origin;
}

function idleProperties(network: ManagedNetwork): readonly Idle[] {
  const { kind, hostAccess, over, dhcp, leases, dns, subnets } = network;
  const idle: Idle[] = [];
  const add = (keyword: string, origin: Origin | undefined, because: string, cause?: Origin): void => {
    if (origin) idle.push({ keyword, origin, because, ...(cause && { cause }) });
  };
  if (kind === 'isolated') add('over', over?.origin, 'nothing leaves an isolated network');
  const closed = !hostAccess.value;
  if (closed && kind !== 'isolated')
    add('host-access no', hostAccess.origin, `the host is the gateway of a ${kind} network`);
  const served = [
    ...dhcp.slice(0, 1).map(({ origin }) => ['dhcp', origin] as const),
    ...leases.map(({ origin }) => ['lease', origin] as const),
  ];
  if (closed && kind === 'isolated') {
    const because = 'without access of the host nobody answers there';
    for (const [keyword, origin] of served) add(keyword, origin, because, hostAccess.origin);
    add('dns', dns[0]?.origin, because, hostAccess.origin);
  } else if (subnets.length === 0)
    // A range without subnet is an error of addressing/dhcp-range.
    for (const { origin } of leases) add('lease', origin, 'the network has no subnet');
  else
    for (const { address, name, origin } of leases)
      if (familyOf(address) === 6 && name === undefined)
        add(
          'lease',
          origin,
          'libvirt tells IPv6 guests apart by name, not by MAC: write the name behind the address',
        );
  return idle;
}
