import { type Device, hasRole } from '../../model/index.js';
import { wayOf } from '../bridge-vlans.js';
import { carriedNetworks, hasAnyRole } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

/** What uses two networks as two paths: multipath, and the rings of a cluster. */
const PATHS_OF_THEIR_OWN = ['storage', 'heartbeat'] as const;

export const vitalTrafficShouldSurviveACable: Rule = {
  code: 'roles/no-redundancy',
  severity: 'warning',
  reason:
    'It works until one NIC, cable or switch fails; then guests lose their disks, or the cluster a healthy host.',
  title: 'Storage, migration and heartbeat run over a bond',
  documentation: {
    what: `Looks for networks with role \`storage\`, \`migration\` or \`heartbeat\` on a device that does not stand on a bond of
two or more ports. Two networks of one of the roles storage and heartbeat on different NICs are two paths and need no bond.`,
    why: `A guest whose disk is on network storage stops when the storage is gone, and its file system goes read-only after some
time. Migration is what moves guests away from a failing host; it should not hang on the part that fails. A host whose
heartbeat is not heard is taken for dead: the cluster restarts it, and its guests with it, for one bad cable.`,
    sources: ['Oracle VM 3, network bonding', 'oVirt administration guide, bonds'],
    whatToDo: `Put two NICs into a bond and carry the network there. `,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries storage }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  carries storage }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const exposed = carriedNetworks(host, site)
      .filter(({ network }) => hasAnyRole(network, ['storage', 'migration', 'heartbeat']))
      .map((carried) => ({ ...carried, stack: wayOf(carried, site) }))
      // A bond, whatever it has, is the matter of bond/single-port.
      .filter(({ stack }) => !stack.some(({ kind }) => kind === 'bond'));
    for (const own of exposed) {
      const { network, device, origin } = own;
      const secondPath = exposed.some(
        (other) =>
          PATHS_OF_THEIR_OWN.some((role) => hasRole(other.network, role) && hasRole(network, role)) &&
          areDisjoint(other.stack, own.stack),
      );
      if (secondPath) continue;
      yield {
        message: `Network ${network.name} of host ${host.name} runs over ${deviceText(device)} without a bond: one cable decides.`,
        origin,
        subjects: [device.id, network.id],
      };
    }
  },
};

const areDisjoint = (a: readonly Device[], b: readonly Device[]): boolean =>
  a.every((device) => !b.includes(device));
