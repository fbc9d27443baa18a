import { type Bridge, type Device, type Host, sameOrigin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { type Membership, membershipsOf } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

export const bridgeShouldNotJoinTwoVlans: Rule = {
  code: 'vlan/joined-by-bridge',
  severity: 'warning',
  reason: 'It works, and two VLANs become one: whoever is in the one is in the other. Few want that.',
  title: 'The ports of a bridge are in one VLAN',
  documentation: {
    what: `Looks for bridges that are not VLAN-aware and have VLAN devices with different ids as ports, or a device and a VLAN
device on it.`,
    why: `Such a bridge passes each frame from one port to all others: what comes in with tag 13 goes out with tag 14. The
switches, which keep the two VLANs apart, see one broadcast domain with two numbers; a guest gets addresses from the DHCP
server of either, and with a second such bridge elsewhere there is a loop. Usually a VLAN device was
written for a network that a profile carries already, with another id.`,
    sources: [
      'Linux 6.12, `net/bridge/br_forward.c`: `br_flood`',
      'Linux 6.12, `net/8021q/vlan_dev.c`: tags are per port',
    ],
    whatToDo: `Take the port that does not belong out of the bridge, or give its VLAN a bridge of its own. To join two VLANs on
purpose, because two sites number one network differently, silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries tenant }
        vlan eth1.14 { on eth1  id 14 }
        bridge tenant { ports eth1.14  network tenant }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries tenant }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || bridge.vlanAware.value) continue;
      const [first, second] = joined(bridge, site) ?? [];
      if (!first || !second) continue;
      yield violation(host, bridge, first, second);
    }
  },
};

interface Exit {
  readonly device: Device;
  readonly membership: Membership;
}

/** Two ports in different VLANs: the one that belongs, as far as that can be told, comes first. */
function joined(bridge: Bridge, site: SiteView): readonly [Exit, Exit] | undefined {
  const own = new Set(bridge.networks.map(({ value }) => site.logicalNetwork(value)?.vlan?.value));
  const exits = membershipsOf(bridge).flatMap((membership) => {
    const device = site.device(membership.port);
    return device ? [{ device, membership }] : [];
  });
  for (const [i, second] of exits.entries())
    for (const first of exits.slice(0, i)) {
      if (!areJoined(first.device, second.device)) continue;
      const belongs = (exit: Exit): boolean => own.has(tagOf(exit.device)) || isDerived(exit);
      return belongs(second) && !belongs(first) ? [second, first] : [first, second];
    }
  return undefined;
}

/** A port by `carries`: what a person can take away is the other one. */
const isDerived = ({ device, membership }: Exit): boolean =>
  device.derived !== undefined && sameOrigin(device.places.name, membership.origin);

const tagOf = (device: Device): number | undefined =>
  device.kind === 'vlan' ? device.vlanId.value : undefined;

/** An untagged port beside a VLAN of another device is an access port: that is how a machine without tags gets in. */
function areJoined(a: Device, b: Device): boolean {
  if (a.kind === 'vlan' && b.kind === 'vlan' && a.vlanId.value !== b.vlanId.value) return true;
  return isOn(a, b) || isOn(b, a);
}

const isOn = (a: Device, b: Device): boolean => a.kind === 'vlan' && a.parent.value === b.id;

function violation(host: Host, bridge: Bridge, first: Exit, second: Exit): Violation {
  const text = ({ device }: Exit): string =>
    device.kind === 'vlan'
      ? `VLAN ${device.vlanId.value} (${device.name})`
      : `the untagged frames of ${deviceText(device)}`;
  return {
    message: `${deviceText(bridge)} of host ${host.name} joins ${text(first)} and ${text(second)}: frames of the one come out in the other.`,
    origin: second.membership.origin,
    related: [
      related(first.membership.origin, `Here ${deviceText(first.device)} becomes a port of the bridge.`),
    ],
    subjects: [bridge.id, first.device.id, second.device.id],
    ...(!isDerived(second) && {
      fixes: [
        {
          title: `Take ${deviceText(second.device)} out of ${deviceText(bridge)}`,
          edits: [second.membership.removal],
        },
      ],
    }),
  };
}
