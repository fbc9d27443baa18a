import type { ElementId, Host } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';

export const jumpHostsMustLeadSomewhere: Rule = {
  code: 'safety/via-cycle',
  severity: 'error',
  reason: 'None of the hosts can be reached: each waits for the other.',
  title: 'The way to a host does not lead through the host itself',
  documentation: {
    what: 'Follows `via` from each host and looks for a way that comes back to it.',
    why: `To log in to a host, KVMNet first logs in to the one after \`via\`, and from there goes on. In a circle there is no first one.`,
    sources: ['OpenSSH, `ssh_config(5)`: ProxyJump'],
    whatToDo: 'Let one of them be reached directly: remove its `via`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  via kvm2  nic eth0 { carries management } }
      host kvm2 { number 23  via kvm1  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
      host kvm2 { number 23  via kvm1  nic eth0 { carries management } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const circle = host.via && circleOf(host, site);
    if (!host.via || !circle) return;
    yield {
      message: `Host ${host.name} is reached through itself: ${[...circle, host].map(({ name }) => name).join(' via ')}.`,
      origin: host.via.origin,
      subjects: [host.id],
      fixes: [
        { title: `Reach host ${host.name} directly`, edits: [{ kind: 'remove', at: host.via.origin }] },
      ],
    };
  },
};

/** The hosts of a way that comes back to the first, which stands first. */
function circleOf(host: Host, site: SiteView): readonly Host[] | undefined {
  const way: Host[] = [host];
  const seen = new Set<ElementId>([host.id]);
  for (let next = host.via && site.host(host.via.value); next; next = next.via && site.host(next.via.value)) {
    if (next.id === host.id) return way;
    if (seen.has(next.id)) return undefined;
    seen.add(next.id);
    way.push(next);
  }
  return undefined;
}
