import type { Bond, BondMode, Bridge, ElementId, Host } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

const HARM: Partial<Readonly<Record<BondMode, string>>> = {
  'balance-rr': 'it sends the frames of one connection over several links, so that they arrive out of order',
  'balance-tlb': "it rewrites the guests' MAC addresses in frames that leave over other ports",
  'balance-alb': "it rewrites the guests' MAC addresses in frames that leave over other ports",
};

export const bondBelowABridgeShouldKeepMacAddresses: Rule = {
  code: 'bond/mode-below-bridge',
  severity: 'warning',
  reason: 'It may work with few guests and a patient switch, and fails in ways that are hard to find.',
  title: 'A bond below a bridge leaves MAC addresses alone',
  documentation: {
    what: `Looks for bonds of mode balance-rr, balance-tlb or balance-alb that are the port of a bridge, or whose VLANs
are.`,
    why: `The guests' own MAC addresses travel over the bond. balance-tlb and balance-alb spread what they send over all ports, and
write into each frame that leaves over another port than the active one that port's MAC address as its source. Switches then
do not learn where a guest is, and whatever looks at source addresses takes its frames for somebody else's. Since Linux
3.8 balance-alb leaves the ARP of bridged guests alone. balance-rr sends the packets of one connection over all ports and
delivers them out of order, which TCP takes for loss. oVirt refuses networks for guests on bonds in modes 0, 5 and 6; Oracle
VM does not support VLANs over a bridge in mode 6.`,
    sources: [
      'oVirt: `BondMode.java`, INVALID_BOND_MODE_FOR_BOND_WITH_VM_NETWORK',
      'Oracle VM 3 release notes: VLANs over bond mode 6 bridge',
      'Linux 6.12, `drivers/net/bonding/bond_alb.c`: `bond_do_alb_xmit`, `rlb_arp_xmit`',
    ],
    whatToDo: `Use \`active-backup\`, which needs nothing from the switch, or \`802.3ad\` with LACP on the switch.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  mode balance-alb  carries tenant }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  mode active-backup  carries tenant }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const bridges = bridgesByPort(host);
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const harm = HARM[bond.mode.value];
      const above = harm === undefined ? undefined : bridgeAbove(bond, bridges, host);
      if (harm === undefined || !above) continue;
      yield {
        message: `Bond ${bond.name} of host ${host.name} stands below ${deviceText(above)} in mode ${bond.mode.value}: ${harm}.`,
        origin: bond.mode.follows ? bond.places.name : bond.mode.origin,
        related: [related(above.places.name, 'The bridge above.')],
        subjects: [bond.id, above.id],
        ...(!bond.mode.follows && {
          fixes: [
            {
              title: 'Use active-backup',
              edits: [{ kind: 'replace', at: bond.mode.origin, text: 'active-backup' }],
            },
          ],
        }),
      };
    }
  },
};

function bridgesByPort(host: Host): ReadonlyMap<ElementId, Bridge> {
  const bridges = new Map<ElementId, Bridge>();
  for (const [port, memberships] of membershipsByPort(host))
    for (const { controller } of memberships) if (controller.kind === 'bridge') bridges.set(port, controller);
  return bridges;
}

/** The bridge that the bond, or a VLAN on it, is a port of. */
const bridgeAbove = (
  bond: Bond,
  bridges: ReadonlyMap<ElementId, Bridge>,
  { devices }: Host,
): Bridge | undefined =>
  [bond, ...devices.filter((device) => device.kind === 'vlan' && device.parent.value === bond.id)]
    .map(({ id }) => bridges.get(id))
    .find((bridge) => bridge !== undefined);
