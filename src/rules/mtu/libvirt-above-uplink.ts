import { type Device, hasAddress, type Host, type ManagedNetwork } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { mtuOrigin } from '../mtu-path.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related, virtualNetworkText } from '../wording.js';

export const libvirtNetworkShouldFitItsWayOut: Rule = {
  code: 'mtu/libvirt-above-uplink',
  severity: 'warning',
  reason: 'Guests reach each other in large packets; what leaves the host is cut into pieces or sent back.',
  title: 'A libvirt network has no larger MTU than its way out',
  documentation: {
    what: `Compares the \`mtu\` of \`nat\` and \`routed\` networks with that of the device that they go \`over\`; without \`over\`, with the
largest of the host's devices that have an address. \`isolated\` networks lead nowhere and are left alone.`,
    why: `The host routes between the network and its uplink. A packet larger than the MTU of the uplink is cut into fragments, or, where
the sender forbids that, dropped and answered with "fragmentation needed"; in IPv6 always the latter. Each connection of a guest
to the outside then begins with packets that are lost, and hangs where the answer is filtered.`,
    sources: [
      'Linux 6.12, `net/ipv4/ip_forward.c`: `ip_exceeds_mtu`; `net/ipv6/ip6_output.c`: `ip6_pkt_too_big`',
      'RFC 1191, RFC 8201: path MTU discovery',
      '[The KVMNet language](../../language.md), “nat, routed, isolated”',
    ],
    whatToDo: `Leave the \`mtu\` out, or raise that of the device, if its switch ports and the network behind them take large frames. Guests
that want large packets among themselves only can have an \`isolated\` network beside this one.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  over eth0  mtu 9000 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  over eth0 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || network.kind === 'isolated' || network.mtu.follows) continue;
      const device = wayOut(network, host, site);
      if (!device || device.mtu.value >= network.mtu.value) continue;
      const text = deviceText(device);
      yield {
        message:
          `${virtualNetworkText(network)} of host ${host.name} has MTU ${network.mtu.value}, but leaves over ${text} with ` +
          `${device.mtu.value}: larger packets to the outside are fragmented or dropped.`,
        origin: network.mtu.origin,
        related: [related(mtuOrigin(device, site), `MTU ${device.mtu.value} of ${text} comes from here.`)],
        subjects: [network.id, device.id],
        fixes: [
          {
            title: `Lower it to ${device.mtu.value}`,
            edits: [{ kind: 'replace', at: network.mtu.origin, text: String(device.mtu.value) }],
          },
        ],
      };
    }
  },
};

/** The device that it goes over; where the routing table decides, the one of the largest MTU, so that none fits better. */
function wayOut({ over }: ManagedNetwork, { devices }: Host, site: SiteView): Device | undefined {
  if (over) return site.device(over.value);
  return devices
    .filter(({ addressing, controller }) => controller === undefined && hasAddress(addressing))
    .reduce<Device | undefined>(
      (largest, device) => (largest && largest.mtu.value >= device.mtu.value ? largest : device),
      undefined,
    );
}
