import { cameFrom, interfaceNames } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** As the package of libvirt brings it along. */
const DEFAULT_NETWORK = 'default';
const ITS_BRIDGE = 'virbr0';

export const bridgeOfLibvirtsDefaultNetworkIsTaken: Rule = {
  code: 'naming/default-network-bridge',
  severity: 'warning',
  reason: "Where libvirt's default network is there, one of the two does not start.",
  title: "No interface has the name of the bridge of libvirt's default network",
  documentation: {
    what: `Looks for devices and libvirt bridges called \`virbr0\`. A libvirt network called \`default\` may have it: it takes the place of
the one that libvirt brings along.`,
    why: `The package of libvirt defines a network \`default\` with the bridge \`virbr0\`, and most distributions start it at boot. With a
bridge of the same name in NetworkManager, libvirt says "Unable to create bridge virbr0: File exists", or NetworkManager takes over
the bridge of libvirt. libvirt refuses a second network with that bridge.`,
    sources: [
      'libvirt 11.3, `src/network/default.xml.in`',
      'libvirt 11.3, `src/conf/virnetworkobj.c`: `virNetworkObjBridgeInUse`',
    ],
    whatToDo: `Choose another name. Where the default network was removed from the hosts (\`virsh net-undefine default\`), silence the
warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { bridge virbr0  subnet 192.168.100.0/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { bridge virbr-lab  subnet 192.168.100.0/24 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const own = host.virtualNetworks.find(({ kind, name }) => kind !== 'bridged' && name === DEFAULT_NETWORK);
    for (const named of interfaceNames(host, site)) {
      if (named.name !== ITS_BRIDGE || named.owner === own?.id) continue;
      yield {
        message: `${named.text} of host ${host.name} is called ${ITS_BRIDGE}, as is the bridge of libvirt's default network.`,
        origin: named.decidedAt,
        ...cameFrom(named),
        subjects: [named.owner],
      };
    }
  },
};
