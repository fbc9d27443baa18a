import {
  type Bridge,
  type Device,
  type Edit,
  type Fix,
  type Host,
  isVlanId,
  type LogicalNetwork,
  MAX_INTERFACE_NAME_BYTES,
} from '../../model/index.js';
import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { isWithin } from '../rename-device.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, listText, related } from '../wording.js';

export const networkWithAVlanShouldLeaveWithItsTag: Rule = {
  code: 'vlan/untagged-on-port',
  severity: 'warning',
  reason:
    'It works only where the port of the switch is an access port in that VLAN, which the text cannot show.',
  title: 'The frames of a network with a VLAN leave the host with its tag',
  documentation: {
    what: `Looks for bridges that serve a network with a \`vlan\` and are not VLAN-aware, all of whose ports are NICs or bonds.
As soon as one port is a VLAN device, the bridge has the network with its tag there, and the others are access ports.`,
    why: `A bridge that is not VLAN-aware passes frames on as they are. What stands on a NIC or bond itself has no tag, so the frames
of the network end in whatever VLAN the switch has for untagged frames on that port, often the one of management. Hosts that
\`carries\` the network send with the tag, and the two do not hear each other, although the text names one network.`,
    sources: [
      'Linux 6.12, `net/8021q/vlan_dev.c`: only a VLAN device adds the tag',
      'IEEE 802.1Q: untagged frames belong to the port VLAN',
    ],
    whatToDo: `Give the bridge a VLAN device as its port (\`ports eno2.13\`), or let the NIC or bond carry the network: then VLAN
device and bridge follow. A VLAN-aware bridge does it as well. If the switch has the port as an access port in that VLAN,
silence the warning, and say so there.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      host kvm2 {
        number 23
        nic eth0 { carries management }
        nic eth1
        bridge tenant { ports eth1  network tenant }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      host kvm2 {
        number 23
        nic eth0 { carries management }
        nic eth1
        vlan eth1.13 { on eth1  id 13 }
        bridge tenant { ports eth1.13  network tenant }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || bridge.vlanAware.value) continue;
      const ports = bridge.ports.flatMap(({ device, origin }) => {
        const port = site.device(device);
        return port ? [{ port, origin }] : [];
      });
      const [first] = ports;
      if (!first || !ports.every(({ port }) => port.kind === 'nic' || port.kind === 'bond')) continue;
      for (const { value } of bridge.networks) {
        const network = site.logicalNetwork(value);
        // A trunk on such a bridge is the matter of vlan/trunk-needs-vlan-aware-bridge.
        if (!network?.vlan || network.vlans) continue;
        const fix = tagIt(
          bridge,
          ports.map(({ port }) => port),
          network,
          host,
          site,
        );
        yield {
          message:
            `${deviceText(bridge)} of host ${host.name} sends network ${network.name} over ` +
            `${listText(ports.map(({ port }) => deviceText(port)))} without a tag, but the network is VLAN ` +
            `${network.vlan.value}. Put the bridge on a VLAN device, or silence this where the switch has an access port.`,
          origin: first.origin,
          related: [related(network.vlan.origin, `The VLAN of network ${network.name}.`)],
          subjects: [bridge.id, network.id],
          ...(fix && { fixes: [fix] }),
        };
      }
    }
  },
};

/** VLAN devices in the place of the ports: where the host itself writes the bridge, and it has no other frames. */
function tagIt(
  bridge: Bridge,
  ports: readonly Device[],
  { vlan }: LogicalNetwork,
  host: Host,
  site: SiteView,
): Fix | undefined {
  const at = host.places.bodyEnd;
  if (!vlan || !isVlanId(vlan.value) || !at || !isWithin(bridge.places.whole, host.places.whole))
    return undefined;
  if (bridge.networks.some(({ value }) => site.logicalNetwork(value)?.vlan?.value !== vlan.value))
    return undefined;
  const taken = new Set(host.devices.map(({ name }) => name));
  const edits: Edit[] = [];
  for (const { device, origin } of bridge.ports) {
    const port = ports.find(({ id }) => id === device);
    const name = `${port?.name ?? ''}.${vlan.value}`;
    const fits = name.length <= MAX_INTERFACE_NAME_BYTES && !taken.has(name);
    if (!port || !fits || !isWithin(origin, bridge.places.whole)) return undefined;
    const text = `vlan ${nameSource(name)} { on ${nameSource(port.name)}  id ${vlan.value} }`;
    edits.push({ kind: 'replace', at: origin, text: nameSource(name) }, { kind: 'append', at, text });
  }
  return {
    title: `Put ${deviceText(bridge)} on VLAN ${vlan.value} of ${listText(ports.map(deviceText))}`,
    edits,
  };
}
