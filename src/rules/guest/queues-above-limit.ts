import type { Fix, Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** `MAX_TAP_QUEUES` (LINUX: include/linux/if_tap.h). */
export const MOST_QUEUES = 256;

export const queuesMustFitATap: Rule = {
  code: 'guest/queues-above-limit',
  severity: 'error',
  reason: 'The kernel refuses to open the TAP, and the guest does not start.',
  title: "A guest's NIC has between one and 256 queues",
  documentation: {
    what: "Looks at `queues` of guests' NICs.",
    why: `libvirt opens the TAP device once for each queue; the kernel allows 256. The guest then fails to start with "Unable to
create multiple tap devices".`,
    sources: ['Linux 6.12, `drivers/net/tun.c`: `MAX_TAP_QUEUES`'],
    whatToDo:
      'Write `queues auto`, with `vcpus`, or remove `queues`. A guest with more than 256 vCPUs has `queues 256`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { vcpus 4  nic { network tenant  queues 300 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { vcpus 4  nic { network tenant  queues auto } }
    `,
  },
  *checkGuest({ name, nics, vcpus }): Iterable<Violation> {
    for (const { queues, id, name: nic } of nics) {
      if (!queues || (queues.value >= 1 && queues.value <= MOST_QUEUES)) continue;
      yield {
        message: `NIC ${nic} of guest ${name} has ${queues.value} queues; possible are 1 to ${MOST_QUEUES}.`,
        origin: queues.origin,
        subjects: [id],
        fixes: [fixOf(queues.origin, vcpus?.value)],
      };
    }
  },
};

function fixOf(at: Origin, vcpus: number | undefined): Fix {
  if (vcpus === undefined) return { title: 'Remove queues', edits: [{ kind: 'remove', at }] };
  return vcpus > MOST_QUEUES
    ? { title: `Use ${MOST_QUEUES} queues`, edits: [{ kind: 'replace', at, text: String(MOST_QUEUES) }] }
    : { title: 'Use as many as vCPUs', edits: [{ kind: 'replace', at, text: 'auto' }] };
}
