import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText } from '../wording.js';

export const bridgeOfANetworkShouldHaveAnUplink: Rule = {
  code: 'bridge/no-uplink',
  severity: 'warning',
  reason:
    'Guests on it talk to each other and to nobody else, although their network has a VLAN or a gateway.',
  title: 'The bridge of a network has a port',
  documentation: {
    what: `Looks for bridges without ports that serve a network with a subnet, a gateway or a VLAN: such a network is meant to
reach further than one host.`,
    why: `A bridge without a port to the outside is an island. It also has no carrier, so that an address on it may not become
active until the first guest starts.`,
    sources: ['Linux 6.12, `net/bridge/br_if.c`: carrier of a bridge follows its ports'],
    whatToDo: `Give the bridge a port (\`ports bond0\`), or let a NIC or bond carry the network. For guests that shall be on
their own, write \`isolated NAME { … }\` instead.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  subnet 10.11.13.0/24  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { network tenant }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  subnet 10.11.13.0/24  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  network tenant }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || bridge.ports.length > 0) continue;
      const outward = bridge.networks
        .map(({ value }) => site.logicalNetwork(value))
        .filter((network) => network !== undefined)
        .filter(
          ({ subnets, gateways, vlan, vlans }) =>
            subnets.length + gateways.length > 0 || (vlan ?? vlans) !== undefined,
        );
      if (outward.length === 0) continue;
      yield {
        message: `Bridge ${bridge.name} of host ${host.name} has no port, so that network ${listText(outward.map(({ name }) => name))} ends on this host.`,
        origin: bridge.places.name,
        subjects: [bridge.id, ...outward.map(({ id }) => id)],
      };
    }
  },
};
