import type { Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, virtualNetworkText } from '../wording.js';

/** RFC 1035, 2.3.1, with the underscore that the field uses; a leading `~` makes a routing domain of it (NM, ipv4.dns-search). */
const DOMAIN =
  /^~?\.?(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.)*[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.?$|^~?\.$/u;
const LONGEST = 253;

export const domainMustBeAName: Rule = {
  code: 'naming/domain-invalid',
  severity: 'warning',
  reason: 'Names are looked up in a domain that nobody has, and a libvirt network with one may not start.',
  title: 'A domain consists of labels with dots between them',
  documentation: {
    what: 'Looks at `search` of networks and devices, and at `domain` of libvirt networks.',
    why: `A label is up to 63 letters, digits, hyphens and underscores, a domain up to ${LONGEST} characters. Two domains are written with a
comma between them; in quotes with a blank they are one that nobody has.`,
    sources: ['RFC 1035, 2.3', '`resolv.conf(5)`, search'],
    whatToDo: 'Correct the domain; for several write `search example.com, example.net`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  search "example.com example.net" }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  search example.com, example.net }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkNetwork({ search, name, id }): Iterable<Violation> {
    yield* check(search, `network ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices)
      yield* check(
        device.addressing.search.filter(({ follows }) => !follows),
        `${deviceText(device)} of host ${host.name}`,
        device.id,
      );
    for (const network of host.virtualNetworks)
      if (network.kind !== 'bridged' && network.domain)
        yield* check([network.domain], `${virtualNetworkText(network)} of host ${host.name}`, network.id);
  },
};

function* check(domains: readonly Sourced<string>[], text: string, subject: string): Iterable<Violation> {
  for (const { value, origin } of domains) {
    if (DOMAIN.test(value) && value.length <= LONGEST) continue;
    yield {
      message: `${text} has ${JSON.stringify(value)} as domain, which is none.`,
      origin,
      subjects: [subject],
    };
  }
}
