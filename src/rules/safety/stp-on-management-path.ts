import { type Bridge, type Device, hasRole } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import { stackOf } from '../lower-devices.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

/** Seconds (NM 1.54, src/libnm-core-impl/nm-setting-bridge.c). */
const DEFAULT_FORWARD_DELAY = 15;

export const managementShouldNotWaitForSpanningTree: Rule = {
  code: 'safety/stp-on-management-path',
  severity: 'warning',
  reason: 'It works, after a silence in which every deployment looks as if it had failed.',
  title: 'Management does not pass a bridge with spanning tree',
  documentation: {
    what: 'Looks for bridges with `stp on` that serve the management network of their host, or that its device stands on.',
    why: `A port of such a bridge listens and learns before it forwards, twice \`forward-delay\`: 30 s by default. Whenever the bridge is
activated, the host is unreachable for that long; a deployment waits for it, or rolls back if the time is too short.`,
    sources: ['IEEE 802.1D, port states', 'Seen with NetworkManager 1.52.1, whose own default is STP on'],
    whatToDo: `Say \`stp off\` where the bridge has one way out. If it needs the spanning tree, put management on a NIC or VLAN beside
the bridge.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0  bridge br0 { ports eth0  network management  stp on } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0  bridge br0 { ports eth0  network management  stp off } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const { network, device, origin } of carriedNetworks(host, site)) {
      if (!hasRole(network, 'management')) continue;
      const bridge = stackOf(device, (id) => site.device(id)).find(isWaiting);
      if (!bridge) continue;
      const silence = 2 * (bridge.forwardDelay?.value ?? DEFAULT_FORWARD_DELAY);
      yield {
        message: `Bridge ${bridge.name} of host ${host.name} has spanning tree on: after each activation management is silent for ${silence} s.`,
        origin: bridge.stp.origin,
        related: [related(origin, `Network ${network.name} is carried here.`)],
        subjects: [bridge.id],
        ...(!bridge.stp.follows && {
          fixes: [
            {
              title: `Turn off the spanning tree of bridge ${bridge.name}`,
              edits: [{ kind: 'replace', at: bridge.stp.origin, text: 'stp off' }],
            },
          ],
        }),
      };
    }
  },
};

const isWaiting = (device: Device): device is Bridge => device.kind === 'bridge' && device.stp.value;
