import { isVlanId, type Origin, type Sourced, type VlanSet } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const vlanIdMustBeUsable: Rule = {
  code: 'vlan/id-out-of-range',
  severity: 'error',
  reason: 'The kernel or NetworkManager refuses the id, or gives it another meaning.',
  title: 'A VLAN id lies between 1 and 4094',
  documentation: {
    what: `Looks at every VLAN id that is written: of networks, VLAN devices, bridges, their ports, and guests' NICs.
\`pvid 0\` and \`native 0\` are allowed: they mean that untagged frames are dropped.`,
    why: `An 802.1Q tag has twelve bits for the id. 0 marks a frame that has a priority but belongs to no VLAN, 4095 is
reserved. NetworkManager refuses a profile with 4095; libvirt accepts it in a network and fails when a guest starts.`,
    sources: [
      'Linux 6.12, `net/8021q/vlan_netlink.c`: `vlan_validate`; `net/bridge/br_vlan.c`',
      'Seen with NetworkManager 1.52.1 and libvirt 11.3',
    ],
    whatToDo: 'Ask whoever runs the switches for the id of the VLAN that you mean, and write that.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 4095  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 409  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage }
      }
    `,
  },
  *checkNetwork({ name, id, vlan, vlans }): Iterable<Violation> {
    yield* checkId(vlan, `Network ${name}`, id);
    yield* checkSet(vlans, `Network ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices) {
      const text = `${deviceText(device)} of host ${host.name}`;
      if (device.kind === 'vlan') yield* checkId(device.vlanId, text, device.id);
      if (device.kind !== 'bridge') continue;
      yield* checkSet(device.ownVlans ?? device.vlans, text, device.id);
      yield* checkUntagged(device.pvid, text, device.id);
      for (const port of device.ports) {
        yield* checkSet(port.trunk, `A port of ${text}`, device.id);
        yield* checkUntagged(port.native, `A port of ${text}`, device.id);
      }
    }
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const { id, vlan, trunk, native, name: nic } of nics) {
      yield* checkId(vlan, `NIC ${nic} of guest ${name}`, id);
      yield* checkSet(trunk, `NIC ${nic} of guest ${name}`, id);
      yield* checkId(native, `NIC ${nic} of guest ${name}`, id);
    }
  },
};

const violation = (id: number, origin: Origin, text: string, subject: string): Violation => ({
  message: `${text} has VLAN id ${id}; usable ids are 1 to 4094.`,
  origin,
  subjects: [subject],
});

/** Taken over from a network, the id is reported at the network. */
function* checkId(id: Sourced<number> | undefined, text: string, subject: string): Iterable<Violation> {
  if (id && !id.follows && !isVlanId(id.value)) yield violation(id.value, id.origin, text, subject);
}

function* checkUntagged(id: Sourced<number> | undefined, text: string, subject: string): Iterable<Violation> {
  if (id?.value !== 0) yield* checkId(id, text, subject);
}

function* checkSet(set: Sourced<VlanSet> | undefined, text: string, subject: string): Iterable<Violation> {
  if (!set || set.follows) return;
  for (const { first, last } of set.value) {
    const wrong = [first, last].find((id) => !isVlanId(id));
    if (wrong !== undefined) yield violation(wrong, set.origin, text, subject);
  }
}
