import { MODES_THAT_USE_BOND_OPTION, type Bond, type BondMode, type Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

interface Idle {
  readonly keyword: string;
  readonly value: Sourced<unknown> | undefined;
  readonly because: string;
}

const HASHING: readonly BondMode[] = MODES_THAT_USE_BOND_OPTION.hash;

export const bondOptionShouldHaveAnEffect: Rule = {
  code: 'bond/option-without-effect',
  severity: 'warning',
  reason: 'The option is accepted, and nothing comes of it.',
  title: 'The options of a bond do something',
  documentation: {
    what: `Looks for options that the kernel takes in any mode but uses in some only: \`hash\` in balance-xor, 802.3ad and
balance-tlb; \`fail-over-mac\` in active-backup; \`ad-select\` and \`min-links\` in 802.3ad.`,
    why: `An option without effect usually shows that another mode was meant.`,
    sources: ['Linux 6.12, `Documentation/networking/bonding.rst`: each option names its modes'],
    whatToDo:
      'Remove the option, or choose the mode that you had in mind. `802.3ad` needs LACP on the switch.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  mode active-backup  hash layer3+4  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  mode active-backup  carries management }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      for (const { keyword, value, because } of idleOptions(bond)) {
        if (!value || value.follows) continue;
        yield {
          message: `Bond ${bond.name} of host ${host.name} has ${keyword}, which does nothing: ${because}.`,
          origin: value.origin,
          subjects: [bond.id],
          fixes: [
            { title: `Remove ${keyword}`, edits: [{ kind: 'remove', at: value.origin }], preferred: true },
          ],
        };
      }
    }
  },
};

function idleOptions({ mode: { value: mode }, options }: Bond): readonly Idle[] {
  const unless = (works: boolean, idle: Idle): readonly Idle[] => (works ? [] : [idle]);
  const onlyLacp = `mode ${mode} makes no aggregate; only 802.3ad does`;
  return [
    ...unless(HASHING.includes(mode), {
      keyword: 'hash',
      value: options.hash,
      because: `mode ${mode} does not choose ports by a hash`,
    }),
    ...unless(mode === 'active-backup', {
      keyword: 'fail-over-mac',
      value: options.failOverMac,
      because: `only active-backup fails over, mode ${mode} does not`,
    }),
    ...unless(mode === '802.3ad', { keyword: 'ad-select', value: options.adSelect, because: onlyLacp }),
    ...unless(mode === '802.3ad', { keyword: 'min-links', value: options.minLinks, because: onlyLacp }),
  ];
}
