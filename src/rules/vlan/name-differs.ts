import {
  type Device,
  type ElementId,
  type Fix,
  type Host,
  isVlanId,
  MAX_INTERFACE_NAME_BYTES,
} from '../../model/index.js';
import { interfaceNames, nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { renameDevice } from '../rename-device.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

export const vlanShouldBeNamedAfterItsId: Rule = {
  code: 'vlan/name-differs',
  severity: 'warning',
  reason:
    'It works, but name or id is mistyped: with the wrong id the host is in another VLAN, with the wrong name the next person.',
  title: 'A VLAN device that is named after an id, or a device, has that id and is on that device',
  documentation: {
    what: `Looks for VLAN devices whose name ends in a dot and a number, or is \`vlan\` and a number of two digits or more, and whose
id is another one; and for those whose name begins with another device of the host than the one that they are on: \`bond0.30\` on
bond1. A port and its bond or bridge count as one.`,
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
    yield* otherParents(host, site);
    for (const vlan of host.devices) {
      const said = vlan.kind === 'vlan' && !vlan.derived ? idInName(vlan.name) : undefined;
      if (vlan.kind !== 'vlan' || said === undefined || said === vlan.vlanId.value) continue;
      const { value, origin, follows } = vlan.vlanId;
      const fixes: Fix[] = [];
      const isTaken = host.devices.some((other) => isOnDevice(other, vlan.parent.value, said));
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

/** `bond0.30` on bond1, on a host that has a bond0. */
function* otherParents(host: Host, site: SiteView): Iterable<Violation> {
  for (const vlan of host.devices) {
    if (vlan.kind !== 'vlan' || vlan.derived) continue;
    const base = /^(.+)\.\d{1,4}$/.exec(vlan.name)?.[1];
    const named = base === undefined ? undefined : host.devices.find(({ name }) => name === base);
    const parent = site.device(vlan.parent.value);
    if (!named || !parent || named.id === vlan.id || isInStack(named, parent)) continue;
    const fixes: Fix[] = [];
    const isTaken = host.devices.some((other) => isOnDevice(other, named.id, vlan.vlanId.value));
    if (!vlan.parent.follows && !isTaken)
      fixes.push({
        title: `Put it on ${named.name}`,
        edits: [{ kind: 'replace', at: vlan.parent.origin, text: nameSource(named.name) }],
      });
    const name = `${parent.name}.${vlan.vlanId.value}`;
    const isFree = interfaceNames(host).every((other) => other.name !== name);
    const rename = isFree && name.length <= MAX_INTERFACE_NAME_BYTES && renameDevice(vlan, name, host, site);
    if (rename) fixes.push(rename);
    yield {
      message: `${deviceText(vlan)} of host ${host.name} is on ${deviceText(parent)}, but its name says ${deviceText(named)}. Correct the one that is wrong.`,
      origin: vlan.parent.origin,
      related: [related(named.places.name, `${deviceText(named)}.`)],
      subjects: [vlan.id],
      fixes,
    };
  }
}

/** True when one stands on the other: a VLAN of a bond that has become a port of a bridge may keep its name. */
const isInStack = (a: Device, b: Device): boolean =>
  a.id === b.id ||
  a.controller === b.id ||
  b.controller === a.id ||
  (b.kind === 'vlan' && b.parent.value === a.id) ||
  (a.kind === 'vlan' && a.parent.value === b.id);

const isOnDevice = (other: Device, parent: ElementId, id: number): boolean =>
  other.kind === 'vlan' && other.parent.value === parent && other.vlanId.value === id;

/** The VLAN that a name promises: `eth1.30`, `vlan30`. Single digits after `vlan` only number the devices. */
function idInName(name: string): number | undefined {
  const digits = /^[^\d].*\.(\d{1,4})$/.exec(name)?.[1] ?? /^vlan[-_]?(\d{2,4})$/i.exec(name)?.[1];
  const id = Number(digits ?? 0);
  return isVlanId(id) ? id : undefined;
}
