import { kvmnet } from '../kvmnet-source.js';
import { nearestName } from '../nearest-name.js';
import type { Rule, Violation } from '../rule.js';

/** What libvirt and QEMU 10 have for x86 and Arm guests (libvirt: conf/domain_conf.c; `qemu-system-x86_64 -device help`). */
export const KNOWN_MODELS: ReadonlySet<string> = new Set([
  'virtio',
  'virtio-transitional',
  'virtio-non-transitional',
  'e1000',
  'e1000e',
  'e1000-82544gc',
  'e1000-82545em',
  'igb',
  'rtl8139',
  'vmxnet3',
  'ne2k_pci',
  'ne2k_isa',
  'pcnet',
  'tulip',
  'i82550',
  'i82551',
  'i82557a',
  'i82557b',
  'i82557c',
  'i82558a',
  'i82558b',
  'i82559a',
  'i82559b',
  'i82559c',
  'i82559er',
  'i82562',
  'i82801',
  'usb-net',
  'netfront',
  'spapr-vlan',
  'lan9118',
  'smc91c111',
]);

export const modelShouldBeOneOfQemu: Rule = {
  code: 'guest/unknown-model',
  severity: 'warning',
  reason: 'libvirt passes the word on, and QEMU does not start a guest with a card that it does not know.',
  title: "The model of a guest's NIC is one that QEMU has",
  documentation: {
    what: "Compares the `model` of guests' NICs with the models that libvirt and QEMU know.",
    why: `libvirt takes any word as a model when the guest is defined. QEMU looks at it when the guest starts, and gives up:
"'virtoi' is not a valid device model name".`,
    sources: ['libvirt 11.3, formatdomain, “Setting the NIC model”', 'QEMU 10.0: `-device help`'],
    whatToDo: 'Correct the word, or leave it out: the default is `virtio`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  model virtoi } }
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
      if (KNOWN_MODELS.has(model.value)) continue;
      const meant = nearestName(model.value, KNOWN_MODELS) ?? 'virtio';
      yield {
        message: `NIC ${nic} of guest ${name} has the model ${model.value}, which QEMU does not know.`,
        origin: model.origin,
        subjects: [id],
        fixes: [{ title: `Use ${meant}`, edits: [{ kind: 'replace', at: model.origin, text: meant }] }],
      };
    }
  },
};
