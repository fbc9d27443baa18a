import type { LogicalNetwork } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const bridgePortMustHaveOneBridge: Rule = {
  code: 'bridge/port-in-two-bridges',
  severity: 'error',
  reason:
    'The kernel lets a device follow one bridge only; which one wins depends on the order of activation.',
  title: 'A device is the port of one bridge',
  documentation: {
    what: `Looks for devices that two bridges list as port. A bridge that follows from an untagged network
with role \`vm\` counts: two such networks on one NIC both want the NIC itself.`,
    why: `All untagged frames of a NIC go to one place. The kernel answers "Device or resource busy" to the second bridge, and
its guests have no network.`,
    sources: ['Linux 6.12, `net/bridge/br_if.c`: `br_add_if`'],
    whatToDo: `Give each bridge a VLAN of its own (\`vlan 13\` in the network), or use one VLAN-aware bridge for several
VLANs.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1 }
        bridge br1 { ports eth1 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        vlan eth1.20 { on eth1  id 20 }
        vlan eth1.21 { on eth1  id 21 }
        bridge br0 { ports eth1.20 }
        bridge br1 { ports eth1.21 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const [port, memberships] of membershipsByPort(host)) {
      const [first, second] = memberships;
      if (!first || !second || memberships.some(({ controller }) => controller.kind !== 'bridge')) continue;
      const device = site.device(port);
      const text = `${device ? deviceText(device) : 'A device'} of host ${host.name}`;
      const [one, other] = [first, second].map(({ controller: { networks } }) =>
        networks[0] ? site.logicalNetwork(networks[0].value) : undefined,
      );
      const shared = one && other && one !== other ? ` ${wayOut(one, other)}` : '';
      yield {
        message: `${text} is a port of ${deviceText(first.controller)} and of ${deviceText(second.controller)}; it can follow only one.${shared}`,
        origin: second.origin,
        related: [related(first.origin, `It is a port of ${deviceText(first.controller)} here.`)],
        subjects: [port, first.controller.id, second.controller.id],
        fixes: [
          {
            title: `Take ${device?.name ?? 'it'} out of ${deviceText(second.controller)}`,
            edits: [second.removal],
          },
        ],
      };
    }
  },
};

/** Two networks that would need a bridge each on one wire. */
function wayOut(one: LogicalNetwork, other: LogicalNetwork): string {
  const both = `${one.name} and ${other.name}`;
  return one.vlans || other.vlans
    ? `One VLAN-aware bridge can serve both networks, ${both}.`
    : `Networks ${both} are the same frames there: one of them needs another VLAN.`;
}
