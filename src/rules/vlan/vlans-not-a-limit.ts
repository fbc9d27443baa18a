import {
  type Bridge,
  type Fix,
  formatVlanSet,
  type VlanSet,
  vlanSet,
  vlanSetMinus,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related } from '../wording.js';

export const vlansOfABridgeShouldHoldThoseOfItsTrunks: Rule = {
  code: 'vlan/vlans-not-a-limit',
  severity: 'warning',
  reason: 'It works, but more VLANs pass than are written there.',
  title: 'The vlans of a bridge add to those of its networks',
  documentation: {
    what: `Looks for VLAN-aware bridges with \`vlans\` that have some VLANs of a network of the bridge, but not all of them, and
that some port passes as they are.`,
    why: `What passes a bridge is \`vlans\` and the VLANs of all its networks. \`vlans 100-149\` beside a network with 100-199
reads like a limit, and is none: 150-199 pass as well.`,
    sources: ['[The KVMNet language](../../language.md), “bridge”'],
    whatToDo: `Leave \`vlans\` out: the network says them. To let fewer pass to the switch, write them as \`trunk\` of the port
(\`port eth1 { trunk 100-149 }\`); guests that want others are then told.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199  zone public }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { ports eth1  vlan-aware  network edge  vlans 100-149 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199  zone public }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { vlan-aware  network edge  port eth1 { trunk 100-149 } }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      const written = bridge.kind === 'bridge' && bridge.vlanAware.value ? bridge.ownVlans : undefined;
      if (!written || bridge.kind !== 'bridge') continue;
      if (bridge.ports.length > 0 && bridge.ports.every(({ trunk }) => trunk)) continue;
      const networks = bridge.networks.flatMap(({ value }) => {
        const network = site.logicalNetwork(value);
        return network?.vlans ? [{ network, vlans: network.vlans }] : [];
      });
      // A list with none of them adds to them; one with some of them is meant to cut them.
      const cut = networks.filter(({ vlans }) => {
        const left = vlanSetMinus(vlans.value, written.value);
        return left.length > 0 && formatVlanSet(left) !== formatVlanSet(vlans.value);
      });
      const [first] = cut;
      if (!first) continue;
      const more = vlanSet(cut.flatMap(({ vlans }) => vlanSetMinus(vlans.value, written.value)));
      yield {
        message:
          `${deviceText(bridge)} of host ${host.name} says vlans ${formatVlanSet(written.value)}, but VLAN ${formatVlanSet(more)} ` +
          `of network ${listText(cut.map(({ network }) => network.name))} passes as well. Write fewer as trunk of a port.`,
        origin: written.origin,
        related: [related(first.vlans.origin, `The VLANs of network ${first.network.name}.`)],
        subjects: [bridge.id, ...cut.map(({ network }) => network.id)],
        fixes: [withoutLimit(written, vlanSet(networks.flatMap(({ vlans }) => vlans.value)), more)],
      };
    }
  },
};

/** What passes stays the same. */
function withoutLimit(written: NonNullable<Bridge['ownVlans']>, ofNetworks: VlanSet, more: VlanSet): Fix {
  if (vlanSetMinus(written.value, ofNetworks).length === 0)
    return { title: 'Remove vlans', edits: [{ kind: 'remove', at: written.origin }] };
  const all = formatVlanSet(vlanSet([...written.value, ...more]));
  return { title: `Write vlans ${all}`, edits: [{ kind: 'replace', at: written.origin, text: all }] };
}
