import type { Bond, ElementId } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { oddOnesOfPools } from '../odd-ones-of-pools.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const bondIsBestOfOneModeInAPool: Rule = {
  code: 'bond/mode-differs',
  severity: 'information',
  reason: 'Each works by itself, if its switch ports are set up for it.',
  title: 'Bonds of one name have one mode on all hosts of a pool',
  documentation: {
    what: 'Compares bonds of the same name on the hosts of a pool. The hosts that differ from most are named.',
    why: `802.3ad, balance-xor, balance-rr and broadcast need switch ports that are one link aggregation group; active-backup,
balance-tlb and balance-alb need ports that are not. A host whose \`mode\` was forgotten is active-backup on ports that expect
LACP: most switches keep them down, others let them pass as single ports, and the group's throughput is gone. In a pool a guest
finds that out when it has moved.`,
    sources: [
      'Linux 6.12, `Documentation/networking/bonding.rst`, “Switch Configuration”',
      'IEEE 802.1AX: ports of an aggregator exchange LACPDUs',
    ],
    whatToDo: `Say the mode once, in the profile that the hosts share. Where the switches really differ, silence the advice and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  mode 802.3ad  carries tenant }
      }
      host kvm2 {
        number 23
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  carries tenant }
      }
      pool rack1 { hosts kvm1, kvm2 }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      profile compute {
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  mode 802.3ad  carries tenant }
      }
      host kvm1 is compute { number 22 }
      host kvm2 is compute { number 23 }
      pool rack1 { hosts kvm1, kvm2 }
    `,
  },
  *checkSite(index): Iterable<Violation> {
    const bondsOf = new Map<ElementId, readonly Bond[]>();
    for (const { value } of index.network.pools.flatMap(({ hosts }) => hosts))
      bondsOf.set(value, index.host(value)?.devices.filter((device) => device.kind === 'bond') ?? []);
    // A host may be in several pools.
    const said = new Set<ElementId>();
    for (const name of new Set([...bondsOf.values()].flat().map((bond) => bond.name))) {
      const oddOnes = oddOnesOfPools(
        index,
        (host) => bondsOf.get(host)?.find((bond) => bond.name === name),
        ({ mode }) => mode.value,
      );
      for (const { pool, host, item: bond, usual } of oddOnes) {
        if (said.has(bond.id)) continue;
        said.add(bond.id);
        yield {
          message:
            `Bond ${name} has mode ${bond.mode.value} on host ${host.name}, but ${usual.item.mode.value} on ${usual.host.name} of the ` +
            `same pool ${pool.name}.`,
          origin: placeOf(bond),
          related: [
            related(placeOf(usual.item), `Mode ${usual.item.mode.value} on host ${usual.host.name}.`),
          ],
          subjects: [bond.id, usual.item.id],
          ...(!bond.mode.follows && {
            fixes: [
              {
                title: `Use ${usual.item.mode.value}`,
                edits: [{ kind: 'replace', at: bond.mode.origin, text: usual.item.mode.value }],
              },
            ],
          }),
        };
      }
    }
  },
};

const placeOf = ({ mode, places }: Bond): Bond['mode']['origin'] =>
  mode.follows ? places.name : mode.origin;
