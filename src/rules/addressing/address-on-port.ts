import {
  type Addressing,
  type Device,
  type Edit,
  type ElementId,
  type Fix,
  formatInterfaceAddress,
  hasAddress,
  type Origin,
} from '../../model/index.js';
import { addressPlaces } from '../bridge-vlans.js';
import { kvmnet } from '../kvmnet-source.js';
import { type Membership, membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, listText, related } from '../wording.js';

export const addressMustBeOnTheController: Rule = {
  code: 'addressing/address-on-port',
  severity: 'error',
  reason: 'NetworkManager drops the address without a word: the host is not reachable under it.',
  title: 'The address of a bond or bridge is on the bond or bridge, not on its port',
  documentation: {
    what: `Looks for devices with an address, \`dhcp\` or \`slaac\` that are ports of a bond or bridge.`,
    why: `A port hands every frame that it receives to its bond or bridge, so the IP stack never sees one on the port itself.
NetworkManager ignores the address of a port profile. This is the classic way to lose a host: the NIC with the management
address becomes the port of a bridge, and its address is gone.`,
    sources: [
      'Seen with NetworkManager 1.52.1: `[ipv4]` of a bond or bridge port is dropped silently',
      'Linux 6.12, `net/core/dev.c`: `rx_handler` takes the frame',
    ],
    whatToDo: 'Move the address to the bond or bridge. The fix does that.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        nic eth0 { address 10.11.10.22/24 }
        bridge br0 { ports eth0  network management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        nic eth0
        bridge br0 { ports eth0  network management  address 10.11.10.22/24 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const memberships = membershipsByPort(host);
    for (const device of host.devices) {
      const membership = memberships.get(device.id)?.[0];
      const [origin] = addressPlaces(device);
      if (!membership || !origin) continue;
      const top = topOf(membership.controller, memberships);
      const fix = move(device, top, site);
      yield {
        message:
          `${deviceText(device)} of host ${host.name} has ${addressText(device.addressing)}, but it is a port of ` +
          `${deviceText(membership.controller)}: the address has no effect there.`,
        origin,
        related: [related(membership.origin, `It is a port of ${deviceText(membership.controller)} here.`)],
        subjects: [device.id, membership.controller.id],
        ...(fix && { fixes: [fix] }),
      };
    }
  },
};

function addressText({ addresses, dhcp }: Addressing): string {
  if (addresses.length === 0) return `an address by ${dhcp ? 'DHCP' : 'SLAAC'}`;
  return `address ${listText(addresses.map(({ value }) => formatInterfaceAddress(value)))}`;
}

/** The bridge over the bond, if the bond is itself a port. */
function topOf(
  controller: Membership['controller'],
  memberships: ReadonlyMap<ElementId, readonly Membership[]>,
): Membership['controller'] {
  let top = controller;
  for (let steps = 0; steps < memberships.size; steps++) {
    const above = memberships.get(top.id)?.[0]?.controller;
    if (!above) break;
    top = above;
  }
  return top;
}

/** Only what is written can be moved, and only to a block that has room for it. */
function move(device: Device, target: Device, site: SiteView): Fix | undefined {
  const at = site.device(target.id)?.places.bodyEnd;
  const { addresses, dhcp, slaac, gateways } = device.addressing;
  const written = [...addresses, dhcp, slaac].filter((value) => value !== undefined);
  if (!at || hasAddress(target.addressing) || written.some(({ follows }) => follows)) return undefined;
  const ownGateways = gateways.filter(({ follows }) => !follows);
  const properties: readonly (readonly [Origin | undefined, string])[] = [
    [
      addresses[0]?.origin,
      `address ${addresses.map(({ value }) => formatInterfaceAddress(value)).join(', ')}`,
    ],
    [dhcp?.origin, 'dhcp'],
    [slaac?.origin, 'slaac'],
    [ownGateways[0]?.origin, `gateway ${ownGateways.map(({ value }) => value).join(', ')}`],
  ];
  const moved = properties.flatMap(([origin, text]) => (origin ? [{ origin, text }] : []));
  const removals: readonly Edit[] = moved.map(({ origin }) => ({ kind: 'remove', at: origin }));
  return {
    title: `Move ${addressText(device.addressing).replace(/^an /, 'the ')} to ${deviceText(target)}`,
    edits: [...removals, { kind: 'append', at, text: moved.map(({ text }) => text).join('  ') }],
    preferred: true,
  };
}
