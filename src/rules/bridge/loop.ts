import type { Bridge, BridgePort, Device } from '../../model/index.js';
import { vlansOfPort } from '../bridge-vlans.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related } from '../wording.js';

export const bridgeShouldHaveOneWayOut: Rule = {
  code: 'bridge/loop',
  severity: 'warning',
  reason:
    'If both ports lead to one network, which the text cannot show, the first broadcast circles for ever.',
  title: 'Without spanning tree a bridge has one way out',
  documentation: {
    what: `Looks for bridges without \`stp on\` that have two ports into the same network: two NICs or bonds, two VLAN devices
with one id on different devices, or on a VLAN-aware bridge two ports that share a VLAN. Ports that are both \`isolated\` do
not forward to each other and are not reported.`,
    why: `A bridge forwards each broadcast from one port to all others. Two cables to one switch, or to two switches that are
connected, make a circle; within a second all links are full, and the whole segment is down, not only this host.`,
    sources: ['Linux 6.12, `net/bridge/br_forward.c`: `br_flood`', 'IEEE 802.1D'],
    whatToDo: `For redundancy put the NICs into a bond and the bond into the bridge. If the bridge really shall connect two
networks, say \`stp on\`, or silence the warning and say which networks these are.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bridge br0 { ports eth1, eth2 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2 }
        bridge br0 { ports bond0 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || bridge.stp.value) continue;
      const exits = bridge.ports.flatMap((port) => {
        const device = site.device(port.device);
        return device && device.kind !== 'bridge' ? [{ port, device }] : [];
      });
      const clash = exits.flatMap((second, i) =>
        exits
          .slice(0, i)
          .filter((first) => first.device.id !== second.device.id && meet(bridge, first, second))
          .map((first) => [first, second] as const),
      )[0];
      if (!clash) continue;
      const [first, second] = clash;
      yield {
        message:
          `Bridge ${bridge.name} of host ${host.name} has ${listText(exits.map(({ device }) => deviceText(device)))} as ports and no ` +
          `spanning tree: if two of them lead to one network, that is a loop.`,
        origin: second.port.origin,
        related: [related(first.port.origin, `${deviceText(first.device)} is the first way out.`)],
        subjects: [bridge.id],
        ...(bridge.places.bodyEnd &&
          bridge.stp.follows && {
            fixes: [
              {
                title: `Turn on the spanning tree of bridge ${bridge.name}`,
                edits: [{ kind: 'append', at: bridge.places.bodyEnd, text: 'stp on' }],
              },
            ],
          }),
      };
    }
  },
};

interface Exit {
  readonly port: BridgePort;
  readonly device: Device;
}

/** True when a frame that comes in by one of the ports may leave by the other into the same network. */
function meet(bridge: Bridge, a: Exit, b: Exit): boolean {
  if (a.port.isolated?.value && b.port.isolated?.value) return false;
  if (bridge.vlanAware.value) {
    const [x, y] = [vlansOfPort(bridge, a.port), vlansOfPort(bridge, b.port)];
    return x.some((range) => y.some(({ first, last }) => first <= range.last && range.first <= last));
  }
  return tagOf(a.device) === tagOf(b.device);
}

const tagOf = (device: Device): number => (device.kind === 'vlan' ? device.vlanId.value : 0);
