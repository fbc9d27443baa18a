import { type Origin, parseRichRule, type Zone } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { nearestName } from '../nearest-name.js';
import type { Rule, Violation } from '../rule.js';
import { FIREWALLD_SERVICES } from '../firewalld-services.js';
import { originWithin } from '../text-origin.js';

export const serviceShouldBeOneOfFirewalld: Rule = {
  code: 'firewall/unknown-service',
  severity: 'warning',
  reason:
    'If the hosts do not define the service themselves, firewalld drops the whole configuration of the site.',
  title: 'A zone names services that firewalld brings along',
  documentation: {
    what: `Compares the \`services\` of a zone, and the \`service name=…\` of its rich rules, with those that firewalld brings along since 1.3.`,
    why: `One unknown service makes firewalld refuse all that is in /etc/firewalld: "INVALID_SERVICE: … not among existing services",
and then "Falling back to full stock configuration". Its state is FAILED, and the zones of the site are gone at the next
reload. The names are exact: \`https\`, not \`HTTPS\`; \`nfs\`, not \`nfs4\`.`,
    sources: [
      'firewalld, `src/firewall/core/io/policy.py`: `common_check_config`; `src/firewall/core/fw.py`: `full_check_config`, `start`',
    ],
    whatToDo: `Correct the name, or use \`ports 8443/tcp\`. If the service is defined on the hosts in \`/etc/firewalld/services\`,
silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone hosts }
      zone hosts { services ssh, htps }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone hosts }
      zone hosts { services ssh, https }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkSite({ network }): Iterable<Violation> {
    for (const zone of network.zones)
      for (const { value, origin, replacement } of servicesOf(zone)) {
        if (FIREWALLD_SERVICES.has(value)) continue;
        const meant = nearestName(value, FIREWALLD_SERVICES);
        const text = meant === undefined ? undefined : replacement?.(meant);
        yield {
          message:
            `Zone ${zone.name} names service ${value}, which firewalld does not bring along.` +
            (meant === undefined ? '' : ` Did you mean ${meant}?`),
          origin,
          subjects: [zone.id],
          fixes:
            meant === undefined || text === undefined
              ? []
              : [{ title: `Write ${meant} instead`, edits: [{ kind: 'replace', at: origin, text }] }],
        };
      }
  },
};

interface NamedService {
  readonly value: string;
  readonly origin: Origin;
  /** What stands at the origin for another service; absent where that is more than the name. */
  readonly replacement?: (name: string) => string;
}

const servicesOf = ({ services, richRules }: Zone): readonly NamedService[] => [
  ...services.map(({ value, origin }) => ({ value, origin, replacement: (name: string) => name })),
  ...richRules.flatMap((rule) => {
    const parsed = parseRichRule(rule.value);
    const service = parsed.ok ? parsed.value.children.find(({ name }) => name === 'service') : undefined;
    const [value, span] = [service?.attributes.get('name'), service?.spans.get('name')];
    if (value === undefined || !span) return [];
    const origin = originWithin(rule, span);
    return origin
      ? [{ value, origin, replacement: (name: string) => `name=${name}` }]
      : [{ value, origin: rule.origin }];
  }),
];
