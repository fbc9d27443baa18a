import type { Fix } from '../../model/index.js';
import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related } from '../wording.js';

export const bondPrimaryMustBeAPort: Rule = {
  code: 'bond/primary-not-a-port',
  severity: 'error',
  reason: 'The kernel waits for a port of that name, which never comes; the preference is lost.',
  title: 'The primary of a bond is one of its ports',
  documentation: {
    what: 'Compares the `primary` of a bond with its `ports`.',
    why: `The kernel keeps the name and uses it once a port of that name is added. Until then any port may be active, so that
traffic may run over the slow or distant link that \`primary\` was meant to avoid.`,
    sources: ['Linux 6.12, `drivers/net/bonding/bond_options.c`: `bond_option_primary_set`'],
    whatToDo: 'Name one of the ports, or add the NIC to `ports`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2
        bond bond0 { ports eth0, eth1  mode active-backup  primary eth2  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2
        bond bond0 { ports eth0, eth1  mode active-backup  primary eth1  carries management }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const { primary } = bond.options;
      if (!primary || bond.ports.some(({ value }) => value === primary.value)) continue;
      const ports = bond.ports.flatMap(({ value }) => site.device(value)?.name ?? []);
      const fixes: readonly Fix[] = ports.map((port) => ({
        title: `Prefer ${port}`,
        edits: [{ kind: 'replace', at: primary.origin, text: nameSource(port) }],
      }));
      const first = bond.ports[0];
      yield {
        message:
          `Primary ${site.device(primary.value)?.name ?? 'unknown'} of bond ${bond.name} of host ${host.name} is not ` +
          `one of its ports${ports.length > 0 ? ` (${listText(ports)})` : ''}.`,
        origin: primary.origin,
        ...(first && { related: [related(first.origin, 'The ports.')] }),
        subjects: [bond.id, primary.value],
        fixes,
      };
    }
  },
};
