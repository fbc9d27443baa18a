import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const bridgeWithDhcpShouldKeepItsMac: Rule = {
  code: 'bridge/mac-not-pinned',
  severity: 'warning',
  reason: 'It works until the bridge gets another MAC address, and with it another IP address.',
  title: 'A bridge that gets its address by DHCP has a MAC address of its own',
  documentation: {
    what: 'Looks for bridges with `dhcp` and without `mac`.',
    why: `A bridge without a fixed MAC takes one that systemd makes up from the machine's id and the name, or, where that
policy is off, the lowest MAC of its ports. It may be the NIC's today and another port's tomorrow. The DHCP server's list has
the NIC's. A reinstalled or renamed host, or one with another port, comes back at another address.`,
    sources: [
      'systemd, `systemd.link(5)`: `MACAddressPolicy=persistent`; seen on Debian 13 with NetworkManager 1.52.1',
      'Linux 6.12, `net/bridge/br_stp_if.c`: `br_stp_recalculate_bridge_id`',
    ],
    whatToDo: `Write the MAC address of the NIC below into the bridge: \`mac 00:21:28:aa:bb:01\`. Then the address that the
NIC had stays the same when it moves to the bridge.`,
    bad: kvmnet`
      network management { roles management }
      host kvm1 {
        nic eth0
        bridge br0 { ports eth0  network management  dhcp }
      }
    `,
    good: kvmnet`
      network management { roles management }
      host kvm1 {
        nic eth0
        bridge br0 { ports eth0  network management  dhcp  mac 00:21:28:aa:bb:01 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || !bridge.addressing.dhcp || bridge.mac) continue;
      const port = bridge.ports
        .map(({ device }) => site.device(device))
        .find((device) => device?.kind === 'nic');
      const mac = port?.kind === 'nic' ? port.mac?.value : undefined;
      const at = bridge.places.bodyEnd;
      yield {
        message: `Bridge ${bridge.name} of host ${host.name} asks DHCP for an address with a MAC address that may change.`,
        origin: bridge.addressing.dhcp.origin,
        subjects: [bridge.id],
        ...(mac !== undefined &&
          at && {
            fixes: [
              {
                title: `Give it the MAC address of ${port?.name ?? 'its port'}, ${mac}`,
                edits: [{ kind: 'append', at, text: `mac ${mac}` }],
                preferred: true,
              },
            ],
          }),
      };
    }
  },
};
