import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { countText, related } from '../wording.js';
import { MOST_QUEUES } from './queues-above-limit.js';

export const guestShouldNotHaveIdleQueues: Rule = {
  code: 'guest/queues-above-vcpus',
  severity: 'warning',
  reason:
    'It works; the queues above the number of vCPUs take memory and threads of the host and carry nothing.',
  title: "A guest's NIC has no more queues than the guest has vCPUs",
  documentation: {
    what: "Compares `queues` of a guest's NIC with the guest's `vcpus`.",
    why: `The guest's driver uses one queue for each CPU. Each further queue costs a vhost thread and a ring buffer on the host.`,
    sources: [
      'Linux 6.12, `drivers/net/virtio_net.c`: `virtnet_set_affinity`',
      'libvirt 11.3, formatdomain, `queues`',
    ],
    whatToDo: 'Write `queues auto`: then they are as many as the vCPUs.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { vcpus 2  nic { network tenant  queues 8 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { vcpus 2  nic { network tenant  queues auto } }
    `,
  },
  *checkGuest({ name, vcpus, nics }): Iterable<Violation> {
    if (!vcpus) return;
    for (const { queues, id, name: nic } of nics) {
      // More than the kernel takes is the matter of guest/queues-above-limit.
      if (!queues || queues.value <= vcpus.value || queues.value > MOST_QUEUES) continue;
      yield {
        message: `NIC ${nic} of guest ${name} has ${queues.value} queues, the guest ${countText(vcpus.value, 'vCPU')}.`,
        origin: queues.origin,
        related: [related(vcpus.origin, 'The vCPUs.')],
        subjects: [id],
        fixes: [
          {
            title: 'Use as many as vCPUs',
            edits: [{ kind: 'replace', at: queues.origin, text: 'auto' }],
            preferred: true,
          },
        ],
      };
    }
  },
};
