import { type Fix, parseRichRule, type Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const richRuleMustBeReadable: Rule = {
  code: 'firewall/rich-rule-unreadable',
  severity: 'error',
  reason: 'The rule cannot be written into the zone: what it should stop would pass.',
  title: 'A rich rule has the form that firewalld reads',
  documentation: {
    what: `Reads each \`rich-rule\` as firewalld does: it begins with \`rule\`; then come at most one \`source\` and one
\`destination\`, one element such as \`service\` or \`port\`, a log, an audit and an action, each with attributes that it knows,
and every quote is closed. Whether the service or the ICMP type exists is not looked at.`,
    why: `firewalld refuses a rule that it cannot read (INVALID_RULE). The file of a zone holds rules as XML, so that KVMNet has to
read them as well; a rule left out would leave the zone more open, or more closed, than the text says.`,
    sources: [
      'firewalld 2, `firewalld.richlanguage(5)` and `src/firewall/core/rich.py`: `Rich_Rule.import_from_string`',
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
        if (parsed.ok) continue;
        yield {
          message: `The rich rule of zone ${zone.name} cannot be read: ${parsed.problem}.`,
          origin: rule.origin,
          subjects: [zone.id],
          ...beginning(rule),
        };
      }
  },
};

/** A rule that only lacks its first word. */
function beginning({ value, origin }: Sourced<string>): { readonly fixes?: readonly Fix[] } {
  const whole = `rule ${value.trim()}`;
  if (value.trim() === '' || !parseRichRule(whole).ok) return {};
  const edits = [{ kind: 'replace' as const, at: origin, text: JSON.stringify(whole) }];
  return { fixes: [{ title: "Begin the rich rule with 'rule'", edits, preferred: true }] };
}
