import type { Fix, Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { countText } from '../wording.js';

export const bondMustBeAbleToReachItsMinimum: Rule = {
  code: 'bond/min-links-above-ports',
  severity: 'error',
  reason: 'The bond never comes up.',
  title: 'A bond needs no more links than it has ports',
  documentation: {
    what: 'Compares `min-links` of a bond of mode 802.3ad with the number of its ports.',
    why: `The kernel takes the carrier of an 802.3ad bond away while fewer links than \`min-links\` are up. With more than there are
ports that is always. With exactly as many, one cable takes the whole bond down; that may be meant.`,
    sources: ['Linux 6.12, `drivers/net/bonding/bond_3ad.c`: `bond_3ad_set_carrier`'],
    whatToDo: 'Write `min-links 1`, or add ports.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  mode 802.3ad  min-links 3  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  mode 802.3ad  min-links 1  carries management }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond' || bond.mode.value !== '802.3ad') continue;
      const { minLinks } = bond.options;
      const most = bond.ports.length;
      if (!minLinks || minLinks.value <= most || most === 0) continue;
      yield {
        message: `Bond ${bond.name} of host ${host.name} needs ${minLinks.value} links, but has ${countText(most, 'port')}: it never comes up.`,
        origin: minLinks.origin,
        subjects: [bond.id],
        fixes: [
          { ...needing(minLinks.origin, 1), preferred: true },
          ...(most > 1 ? [needing(minLinks.origin, most)] : []),
        ],
      };
    }
  },
};

const needing = (at: Origin, count: number): Fix => ({
  title: `Need ${countText(count, 'link')}`,
  edits: [{ kind: 'replace', at, text: String(count) }],
});
