import type { Zone } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const sourceMustBelongToOneZone: Rule = {
  code: 'firewall/source-in-two-zones',
  severity: 'error',
  reason: 'firewalld refuses both, and with them all that is in /etc/firewalld.',
  title: 'A source belongs to one zone',
  documentation: {
    what: 'Compares the `sources` of all zones of the site.',
    why: `A packet belongs to one zone. When firewalld loads the zones and finds a source in two of them, it raises INVALID_ADDR
("already bound to zone") and starts with its stock configuration: everything in /etc/firewalld is gone until the source is
removed. ZONE_CONFLICT is what \`firewall-cmd --add-source\` says while it runs.`,
    sources: [
      'firewalld 2.3, `src/firewall/core/io/zone.py`: `_check_config`; `core/fw.py`: `full_check_config`, `_start_failsafe`',
    ],
    whatToDo: 'Remove the source from one of the zones.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone admin }
      zone admin { services ssh  sources 10.11.0.0/16 }
      zone guests { sources 10.11.0.0/16 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone admin }
      zone admin { services ssh  sources 10.11.0.0/16 }
      zone guests { sources 10.12.0.0/16 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkSite({ network: { zones } }): Iterable<Violation> {
    const first = new Map<string, { readonly zone: Zone; readonly origin: Violation['origin'] }>();
    for (const zone of zones)
      for (const { value, origin } of zone.sources) {
        const key = value.toLowerCase();
        const other = first.get(key);
        if (!other) first.set(key, { zone, origin });
        else if (other.zone !== zone)
          yield {
            message: `Source ${value} of zone ${zone.name} belongs to zone ${other.zone.name} already.`,
            origin,
            related: [related(other.origin, `Zone ${other.zone.name} has it.`)],
            subjects: [zone.id, other.zone.id],
            fixes: [
              { title: `Take it out of zone ${zone.name}`, edits: [{ kind: 'remove-item', at: origin }] },
            ],
          };
      }
  },
};
