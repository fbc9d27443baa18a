import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related, virtualNetworkText } from '../wording.js';

export const hostOfRoutedNetworksShouldForward: Rule = {
  code: 'addressing/forwarding-off',
  severity: 'warning',
  reason:
    'It works until somebody runs `sysctl --system`; then guests reach nobody until libvirt starts the network again.',
  title: 'A host with nat or routed networks forwards packets',
  documentation: {
    what: 'Looks for hosts with `forwarding off` and a `nat` or `routed` network.',
    why: `The host is the router of such networks. libvirt turns forwarding on when it starts one, and the file that
\`forwarding off\` writes turns it off again whenever it is read. At boot it is read before libvirt starts; later by
\`sysctl --system\`, which packages and tools run as well.`,
    sources: ['libvirt 11.3, `src/network/bridge_driver.c`: `networkEnableIPForwarding`', '`sysctl.d(5)`'],
    whatToDo: 'Remove `forwarding off`, or make the networks `isolated`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        forwarding off
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const { forwarding } = host;
    if (forwarding?.value !== false) return;
    const routed = host.virtualNetworks.filter(({ kind }) => kind === 'nat' || kind === 'routed');
    if (routed.length === 0) return;
    yield {
      message: `Host ${host.name} does not forward, but has ${listText(routed.map(virtualNetworkText))}.`,
      origin: forwarding.origin,
      related: routed.map((network) => related(network.places.name, `${virtualNetworkText(network)}.`)),
      subjects: [host.id],
      fixes: [{ title: 'Remove forwarding off', edits: [{ kind: 'remove', at: forwarding.origin }] }],
    };
  },
};
