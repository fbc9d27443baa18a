import { kvmnet } from '../kvmnet-source.js';
import { isController, membershipsOf } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const wirelessShouldNotBeBridged: Rule = {
  code: 'bridge/wireless-port',
  severity: 'warning',
  reason: 'The kernel refuses it, unless the device only looks wireless by its name.',
  title: 'A wireless NIC is not the port of a bridge, or of a bond for guests',
  documentation: {
    what: `Looks for ports of bridges, and of bonds below bridges or of mode 802.3ad, whose name begins like that of a wireless NIC:
\`wl…\` or \`wwan…\`.`,
    why: `An access point accepts frames from the one MAC address that logged in. A bridge sends with the addresses of the
guests, so the driver of a wireless station forbids it and the kernel answers "Operation not supported". LACP is a matter of cables between two switches' ports; an access point
does not speak it.`,
    sources: [
      'Linux 6.12, `net/bridge/br_if.c`: `IFF_DONT_BRIDGE`',
      'systemd, `systemd.net-naming-scheme(7)`: `wl` is WLAN, `ww` WWAN',
    ],
    whatToDo: 'Use a `nat` or `routed` network for the guests, with `over` the wireless NIC.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host laptop {
        number 22
        nic eth0 { carries management }
        nic wlp2s0
        bridge br0 { ports wlp2s0 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host laptop {
        number 22
        nic eth0 { carries management }
        nic wlp2s0 { dhcp }
        nat lab { subnet 192.168.100.0/24  over wlp2s0 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const bridged = new Set(
      host.devices.flatMap((device) =>
        device.kind === 'bridge' ? device.ports.map((port) => port.device) : [],
      ),
    );
    for (const controller of host.devices.filter(isController)) {
      const isForCables =
        controller.kind === 'bridge' || controller.mode.value === '802.3ad' || bridged.has(controller.id);
      for (const { port: id, origin } of isForCables ? membershipsOf(controller) : []) {
        const port = site.device(id);
        if (port?.kind !== 'nic' || !/^(wl|wwan)/.test(port.name)) continue;
        yield {
          message: `NIC ${port.name} of host ${host.name} looks wireless; a wireless station cannot be a port of ${deviceText(controller)}.`,
          origin,
          subjects: [port.id, controller.id],
        };
      }
    }
  },
};
