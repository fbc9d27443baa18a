import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const vlanShouldHaveTheIdOfItsNetwork: Rule = {
  code: 'vlan/id-differs',
  severity: 'warning',
  reason: 'It works, but this host is in another VLAN than the others of the network.',
  title: 'A VLAN device has the id of its network',
  documentation: {
    what: `Compares the \`id\` of VLAN devices with the \`vlan\` of the networks that they serve, or that the bridge on them serves.`,
    why: `What is written on the device wins. The host then sends with one id and the rest of the site with the other, and they do
not hear each other, although the text names one network.`,
    sources: ['[The KVMNet language](../../language.md), “vlan”'],
    whatToDo: 'Leave `id` out: the device takes that of the network.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network pulse { roles heartbeat  vlan 20  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan bond0.21 { on bond0  id 21  network pulse }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network pulse { roles heartbeat  vlan 20  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan bond0.20 { on bond0  network pulse }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const vlan of host.devices) {
      if (vlan.kind !== 'vlan' || vlan.vlanId.follows) continue;
      const above = vlan.controller === undefined ? undefined : site.device(vlan.controller);
      // A bridge with other ports may well join two VLANs.
      const lifted = above?.kind === 'bridge' && above.ports.length === 1 ? above.networks : [];
      for (const { value } of [...vlan.networks, ...lifted]) {
        const network = site.logicalNetwork(value);
        if (!network?.vlan || network.vlan.value === vlan.vlanId.value) continue;
        yield {
          message: `${deviceText(vlan)} of host ${host.name} has id ${vlan.vlanId.value}, but network ${network.name} is VLAN ${network.vlan.value}.`,
          origin: vlan.vlanId.origin,
          related: [related(network.vlan.origin, `The VLAN of network ${network.name}.`)],
          subjects: [vlan.id, network.id],
          fixes: [
            {
              title: `Use id ${network.vlan.value}`,
              edits: [{ kind: 'replace', at: vlan.vlanId.origin, text: String(network.vlan.value) }],
            },
          ],
        };
      }
    }
  },
};
