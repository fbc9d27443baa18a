import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { KNOWN_MODELS } from './unknown-model.js';

/** Models without an emulated card: the guest's driver speaks to vhost in the kernel. */
export const isParavirtual = (model: string): boolean =>
  ['virtio', 'virtio-transitional', 'virtio-non-transitional'].includes(model);

export const guestShouldHaveAParavirtualNic: Rule = {
  code: 'guest/emulated-model',
  severity: 'warning',
  reason: 'It works, at a fraction of the speed and with a multiple of the load.',
  title: 'A guest has virtio NICs',
  documentation: {
    what: "Looks for guests' NICs with a `model` other than virtio, such as e1000 or rtl8139.",
    why: `QEMU imitates each register of such a card, so that every packet leaves the guest several times. The virtio driver hands
whole buffers to the kernel. Emulated cards have far fewer queues and offloads.`,
    sources: ['libvirt 11.3, formatdomain, “Setting the NIC model”', 'QEMU documentation, network devices'],
    whatToDo: `Remove \`model\`. Windows needs the virtio-win drivers first. For an appliance that knows no virtio, silence the
warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  model rtl8139 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  model virtio } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const { model, id, name: nic } of nics) {
      if (model.follows || isParavirtual(model.value) || !KNOWN_MODELS.has(model.value)) continue;
      yield {
        message: `NIC ${nic} of guest ${name} has the emulated model ${model.value}; virtio is several times faster.`,
        origin: model.origin,
        subjects: [id],
        fixes: [{ title: 'Use virtio', edits: [{ kind: 'replace', at: model.origin, text: 'virtio' }] }],
      };
    }
  },
};
