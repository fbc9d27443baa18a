import {
  MODES_OF_BOND_OPTION,
  type Bond,
  type BondMode,
  type BondOptions,
  type Edit,
  type Fix,
  type Origin,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related } from '../wording.js';

interface Restriction {
  readonly option: keyof BondOptions;
  readonly keyword: string;
  readonly modes: readonly BondMode[];
}

const RESTRICTIONS: readonly Restriction[] = [
  { option: 'primary', keyword: 'primary', modes: MODES_OF_BOND_OPTION.primary },
  { option: 'lacpRate', keyword: 'lacp-rate', modes: MODES_OF_BOND_OPTION.lacpRate },
  { option: 'arpInterval', keyword: 'arp-interval', modes: MODES_OF_BOND_OPTION.arpInterval },
  { option: 'arpTargets', keyword: 'arp-targets', modes: MODES_OF_BOND_OPTION.arpTargets },
];

export const bondOptionMustFitTheMode: Rule = {
  code: 'bond/option-not-valid-for-mode',
  severity: 'error',
  reason: 'NetworkManager drops the option without a word, or refuses the whole bond.',
  title: 'The options of a bond are valid for its mode',
  documentation: {
    what: `Compares the options of a bond with its mode:

| option | valid in |
| --- | --- |
| \`primary\` | active-backup, balance-tlb, balance-alb |
| \`lacp-rate\` | 802.3ad |
| \`arp-interval\`, \`arp-targets\` | balance-rr, active-backup, balance-xor, broadcast |`,
    why: `The kernel refuses these options in other modes. NetworkManager removes some of them while it reads the profile,
without saying so (\`arp_interval\` with 802.3ad), and refuses the profile for others (\`arp_interval\` with balance-alb).
Either way the bond is not what the text says.`,
    sources: [
      'Linux 6.12, `drivers/net/bonding/bond_options.c`: `bond_opts`, `unsuppmodes`',
      'NetworkManager 1.54, `src/libnm-core-impl/nm-setting-bond.c`; both reactions seen with 1.52.1',
    ],
    whatToDo: 'Remove the option, or choose a mode that has it. `802.3ad` needs LACP on the switch.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  mode active-backup  lacp-rate fast  carries management }
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
      const { mode, options } = bond;
      for (const { option, keyword, modes } of RESTRICTIONS) {
        const origin = writtenAt(options, option);
        if (!origin || modes.includes(mode.value)) continue;
        yield {
          message: `Bond ${bond.name} of host ${host.name} has ${keyword}, which mode ${mode.value}${mode.follows ? ' (no mode is written)' : ''} does not know; it is valid in ${listText(modes)}.`,
          origin,
          ...(!mode.follows && { related: [related(mode.origin, `The mode is ${mode.value}.`)] }),
          subjects: [bond.id],
          fixes: fixesOf(bond, { keyword, modes }, origin),
        };
      }
    }
  },
};

/** Without a written mode, the option says which one was meant: then the one is as likely forgotten as the other is wrong. */
function fixesOf(
  { mode, places }: Bond,
  { keyword, modes }: Pick<Restriction, 'keyword' | 'modes'>,
  origin: Origin,
): readonly Fix[] {
  const removal: Fix = { title: `Remove ${keyword}`, edits: [{ kind: 'remove', at: origin }] };
  const [meant, ...others] = modes;
  if (!mode.follows) return [{ ...removal, preferred: true }];
  if (meant === undefined || others.length > 0 || !places.bodyEnd) return [removal];
  const addition: Edit = { kind: 'append', at: places.bodyEnd, text: `mode ${meant}` };
  return [{ title: `Write mode ${meant}`, edits: [addition] }, removal];
}

/** The first value of the option, when somebody wrote it. */
function writtenAt(options: BondOptions, option: keyof BondOptions): Origin | undefined {
  const value = option === 'arpTargets' ? options.arpTargets?.[0] : options[option];
  return value && !value.follows ? value.origin : undefined;
}
