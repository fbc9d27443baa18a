import { kvmnet } from '../kvmnet-source.js';
import { nearestName } from '../nearest-name.js';
import type { Rule, Violation } from '../rule.js';
import { FIREWALLD_SERVICES } from '../firewalld-services.js';

export const serviceShouldBeOneOfFirewalld: Rule = {
  code: 'firewall/unknown-service',
  severity: 'warning',
  reason: 'firewalld skips a service that it does not know; whoever defined it on the hosts is fine.',
  title: 'A zone names services that firewalld brings along',
  documentation: {
    what: `Compares the \`services\` of a zone with those of firewalld 1.3 to 2.3.`,
    why: `firewalld logs INVALID_SERVICE and loads the zone without it: the port stays closed, and nothing tells you at the time of the
deployment. The names are exact: \`https\`, not \`HTTPS\`; \`nfs\`, not \`nfs4\`.`,
    sources: ['firewalld, `/usr/lib/firewalld/services`'],
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
      for (const { value, origin } of zone.services) {
        if (FIREWALLD_SERVICES.has(value)) continue;
        const meant = nearestName(value, FIREWALLD_SERVICES);
        yield {
          message:
            `Zone ${zone.name} names service ${value}, which firewalld does not bring along.` +
            (meant === undefined ? '' : ` Did you mean ${meant}?`),
          origin,
          subjects: [zone.id],
          fixes:
            meant === undefined
              ? []
              : [{ title: `Write ${meant} instead`, edits: [{ kind: 'replace', at: origin, text: meant }] }],
        };
      }
  },
};
