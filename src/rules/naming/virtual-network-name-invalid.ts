import { hasRole } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

export const virtualNetworkNameMustBeAllowed: Rule = {
  code: 'naming/virtual-network-name-invalid',
  severity: 'error',
  reason: 'libvirt refuses to define the network.',
  title: 'The name of a libvirt network has no slash and no control character',
  documentation: {
    what: `Looks at the names of \`nat\`, \`routed\` and \`isolated\` networks, and of networks with role \`vm\`, which become libvirt
networks of the same name.`,
    why: `libvirt keeps each network in a file of its name, and says "name … cannot contain '/'". A control character cannot stand in
its XML at all.`,
    sources: [
      'libvirt 11.3, `src/conf/network_conf.c`: `virNetworkDefParseXML`',
      'XML 1.0, section 2.2: the characters of a document',
    ],
    whatToDo: 'Rename the network, and correct the places that name it.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat "lab/1" { bridge virbr-lab1  subnet 192.168.100.0/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab-1 { bridge virbr-lab1  subnet 192.168.100.0/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      // That of a network of guests bears the name of the network.
      if (network.kind === 'bridged') continue;
      const fault = faultOf(network.name);
      if (fault === undefined) continue;
      yield {
        message: `${virtualNetworkText({ ...network, name: JSON.stringify(network.name) })} of host ${host.name} cannot have this name: ${fault}.`,
        origin: network.places.name,
        subjects: [network.id],
      };
    }
  },
  *checkNetwork(network): Iterable<Violation> {
    const fault = hasRole(network, 'vm') ? faultOf(network.name) : undefined;
    if (fault === undefined) return;
    yield {
      message: `libvirt cannot have a network of the name ${JSON.stringify(network.name)}: ${fault}.`,
      origin: network.places.name,
      subjects: [network.id],
    };
  },
};

function faultOf(name: string): string | undefined {
  const character = /[/\p{Cc}]/u.exec(name)?.[0];
  return character === undefined ? undefined : `${JSON.stringify(character)} is not allowed in it`;
}
