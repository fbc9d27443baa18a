import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const wirelessShouldNotBeBridged: Rule = {
  code: 'bridge/wireless-port',
  severity: 'warning',
  reason: 'The kernel refuses it, unless the device only looks wireless by its name.',
  title: 'A wireless NIC is not the port of a bridge or bond for guests',
  documentation: {
    what: 'Looks for ports of bridges whose name begins like that of a wireless NIC: `wl…` or `wwan…`.',
    why: `An access point accepts frames from the one MAC address that logged in. A bridge sends with the addresses of the
guests, so the driver of a wireless station forbids it and the kernel answers "Operation not supported".`,
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
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge') continue;
      for (const { device, origin } of bridge.ports) {
        const port = site.device(device);
        if (port?.kind !== 'nic' || !/^(wl|wwan)/.test(port.name)) continue;
        yield {
          message: `NIC ${port.name} of host ${host.name} looks wireless; a wireless station cannot be a port of bridge ${bridge.name}.`,
          origin,
          subjects: [port.id, bridge.id],
        };
      }
    }
  },
};
