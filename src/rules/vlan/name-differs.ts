import { type Fix, isVlanId, MAX_INTERFACE_NAME_BYTES, type Vlan } from '../../model/index.js';
import { interfaceNames } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { renameDevice } from '../rename-device.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const vlanShouldBeNamedAfterItsId: Rule = {
  code: 'vlan/name-differs',
  severity: 'warning',
  reason:
    'It works, but name or id is mistyped: with the wrong id the host is in another VLAN, with the wrong name the next person.',
  title: 'A VLAN device that is named after an id has that id',
  documentation: {
    what: `Looks for VLAN devices whose name ends in a dot and a number, or is \`vlan\` and a number of two digits or more, and whose
id is another one.`,
    why: `\`eth1.30\` is VLAN 30 of eth1 to everybody who reads it: in \`ip link\`, in a packet capture, at the switch. The kernel looks
at the id only.`,
    sources: [
      'Linux 6.12, `net/8021q/vlan.c`: `vlan_name_type`',
      'NetworkManager, nm-settings(5): `vlan.id`',
    ],
    whatToDo: 'Correct the one that is wrong. A name without a number can never be wrong.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        vlan eth1.30 { on eth1  id 31  address 10.11.31.22/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        vlan eth1.31 { on eth1  id 31  address 10.11.31.22/24 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const vlan of host.devices) {
      const said = vlan.kind === 'vlan' && !vlan.derived ? idInName(vlan.name) : undefined;
      if (vlan.kind !== 'vlan' || said === undefined || said === vlan.vlanId.value) continue;
      const { value, origin, follows } = vlan.vlanId;
      const fixes: Fix[] = [];
      const isTaken = host.devices.some((other) => isOn(other, vlan, said));
      if (!follows && !isTaken)
        fixes.push({ title: `Use id ${said}`, edits: [{ kind: 'replace', at: origin, text: String(said) }] });
      const name = vlan.name.replace(/\d+$/, String(value));
      const isFree = interfaceNames(host).every((other) => other.name !== name);
      const rename =
        isFree && name.length <= MAX_INTERFACE_NAME_BYTES && renameDevice(vlan, name, host, site);
      if (rename) fixes.push(rename);
      yield {
        message: `${deviceText(vlan)} of host ${host.name} has id ${value}, but its name says ${said}. Correct the one that is wrong.`,
        origin: follows ? vlan.places.name : origin,
        subjects: [vlan.id],
        fixes,
      };
    }
  },
};

/** The VLAN that a name promises: `eth1.30`, `vlan30`. Single digits after `vlan` only number the devices. */
function idInName(name: string): number | undefined {
  const digits = /^[^\d].*\.(\d{1,4})$/.exec(name)?.[1] ?? /^vlan[-_]?(\d{2,4})$/i.exec(name)?.[1];
  const id = Number(digits ?? 0);
  return isVlanId(id) ? id : undefined;
}

const isOn = (other: Vlan | { readonly kind: string }, { parent }: Vlan, id: number): boolean =>
  other.kind === 'vlan' &&
  'parent' in other &&
  other.parent.value === parent.value &&
  other.vlanId.value === id;
