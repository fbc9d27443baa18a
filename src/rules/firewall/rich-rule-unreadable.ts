import { type Fix, parseRichRule, type Sourced, type Zone } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { type RichRuleFault, richRuleFaults } from '../rich-rule-faults.js';
import type { Rule, Violation } from '../rule.js';
import { originWithin } from '../text-origin.js';

export const richRuleMustBeReadable: Rule = {
  code: 'firewall/rich-rule-unreadable',
  severity: 'error',
  reason: 'firewalld refuses the zone, and with it the whole configuration of the site.',
  title: 'A rich rule is one that firewalld takes',
  documentation: {
    what: `Reads each \`rich-rule\` as firewalld does: it begins with \`rule\`; then come at most one \`source\` and one
\`destination\`, one element such as \`service\` or \`port\`, a log, an audit and an action, each with attributes that it knows,
and every quote is closed. Then it looks at the values as firewalld does: a rule with addresses names its \`family\`, and they are of
that family; a port has a number and a protocol; priority, level of the log, limit, mark and type of the reject are among those
that there are; there is one action, and none beside \`forward-port\`, \`masquerade\`, \`icmp-block\` and \`tcp-mss-clamp\`. Services
are the matter of \`firewall/unknown-service\`; whether an ICMP type or an ipset exists is not looked at.`,
    why: `The file of a zone holds rules as XML, so that KVMNet has to read them as well; a rule left out would leave the zone more
open, or more closed, than the text says. A rule that firewalld refuses (INVALID_RULE, MISSING_FAMILY, INVALID_ADDR, …) makes it
refuse the file, and then all that is in /etc/firewalld: "Falling back to full stock configuration".`,
    sources: [
      'firewalld 2, `firewalld.richlanguage(5)` and `src/firewall/core/rich.py`: `Rich_Rule._import_from_string`, `Rich_Rule.check`',
      'firewalld 2.3, `src/firewall/core/io/policy.py`: `common_endElement`; `src/firewall/core/fw.py`: `start`',
    ],
    whatToDo: `Correct the rule. \`firewall-cmd --zone ZONE --add-rich-rule='…'\` on a test machine says what firewalld thinks of it.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone inside }
      zone inside { services ssh  rich-rule "rule family=ipv4 source adress=198.51.100.0/24 reject" }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone inside }
      zone inside { services ssh  rich-rule "rule family=ipv4 source address=198.51.100.0/24 reject" }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkSite({ network: { zones } }): Iterable<Violation> {
    for (const zone of zones)
      for (const rule of zone.richRules) {
        const parsed = parseRichRule(rule.value);
        if (parsed.ok) for (const fault of richRuleFaults(parsed.value)) yield refused(zone, rule, fault);
        else
          yield {
            message: `The rich rule of zone ${zone.name} cannot be read: ${parsed.problem}.`,
            origin: rule.origin,
            subjects: [zone.id],
            ...beginning(rule),
          };
      }
  },
};

function refused(zone: Zone, rule: Sourced<string>, { problem, span, fix }: RichRuleFault): Violation {
  const at = fix && originWithin(rule, fix.span);
  return {
    message: `The rich rule of zone ${zone.name} is refused by firewalld: ${problem}.`,
    origin: originWithin(rule, span) ?? rule.origin,
    subjects: [zone.id],
    ...(at && {
      fixes: [{ title: fix.title, edits: [{ kind: 'replace', at, text: fix.text }], preferred: true }],
    }),
  };
}

/** A rule that only lacks its first word. */
function beginning({ value, origin }: Sourced<string>): { readonly fixes?: readonly Fix[] } {
  const whole = `rule ${value.trim()}`;
  if (value.trim() === '' || !parseRichRule(whole).ok) return {};
  const edits = [{ kind: 'replace' as const, at: origin, text: JSON.stringify(whole) }];
  return { fixes: [{ title: "Begin the rich rule with 'rule'", edits, preferred: true }] };
}
