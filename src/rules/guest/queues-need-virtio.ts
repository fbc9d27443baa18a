import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';
import { isParavirtual } from './emulated-model.js';
import { KNOWN_MODELS } from './unknown-model.js';

export const queuesShouldHaveAModelThatUsesThem: Rule = {
  code: 'guest/queues-need-virtio',
  severity: 'warning',
  reason: 'The guest starts, and the queues are ignored.',
  title: '`queues` works with virtio only',
  documentation: {
    what: "Looks for guests' NICs with more than one queue and a model other than virtio.",
    why: `Queues belong to vhost, the kernel's fast path for virtio. libvirt writes nothing about them for an emulated card.`,
    sources: ['libvirt 11.3, formatdomain, “Setting NIC driver-specific options”: virtio only'],
    whatToDo: 'Remove `model`, or remove `queues`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      // kvmnet-ignore guest/emulated-model: the appliance has no other driver
      guest fax on kvm1 { nic { network tenant  model e1000  queues 4 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      // kvmnet-ignore guest/emulated-model: the appliance has no other driver
      guest fax on kvm1 { nic { network tenant  model e1000 } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const { queues, model, id, name: nic } of nics) {
      if (!queues || queues.value <= 1 || isParavirtual(model.value) || !KNOWN_MODELS.has(model.value))
        continue;
      yield {
        message: `NIC ${nic} of guest ${name} has ${queues.value} queues, which work with virtio only; its model is ${model.value}.`,
        origin: queues.origin,
        related: [related(model.origin, 'The model.')],
        subjects: [id],
        fixes: [{ title: 'Remove queues', edits: [{ kind: 'remove', at: queues.origin }], preferred: true }],
      };
    }
  },
};
