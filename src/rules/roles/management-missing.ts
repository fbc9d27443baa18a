import { type Device, hasAddress, hasRole, type Host, parseIpAddress } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

export const hostShouldCarryManagement: Rule = {
  code: 'roles/management-missing',
  severity: 'warning',
  reason: 'The site can be deployed, but nothing protects the way on which the host is reached.',
  title: 'A host carries a network with role management',
  documentation: {
    what: `Looks for hosts with devices, none of which serves a network with role \`management\`. Left alone are hosts that have only
libvirt networks, since deploying those touches no NIC; hosts whose \`ssh\` is an address that one of their devices has; and hosts
with one address in all, written at its device: both say the way without a role.`,
    why: `KVMNet knows by the role which device people and tools reach the host on. It orders the steps of a deployment so that
this device changes last, waits longer for it, and warns when it would lose its address. Without the role, the NIC with the
host's address may become the port of a bridge, and the host is gone. A list of a host takes the place of that of its profile: where
that took management away, the finding leads there.`,
    sources: ['Oracle VM 3 and oVirt: each host has exactly one management network, which cannot be removed'],
    whatToDo: `Declare a network with \`roles management\` and let the device with the host's address carry it, or name it there:
\`bridge br0 { ports eth0  network management }\`.`,
    bad: kvmnet`
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { nic eth0 { carries tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    if (host.devices.length === 0) return;
    if (carriedNetworks(host, site).some(({ network }) => hasRole(network, 'management'))) return;
    if (isWayWritten(host)) return;
    const left = host.devices.flatMap((device) => leftOn(device, site) ?? [])[0];
    yield {
      message: `Nothing on host ${host.name} carries a network with role management: the way on which it is reached is unknown.`,
      origin: host.places.name,
      subjects: [host.id],
      ...(left && { related: left.related, fixes: left.fixes }),
    };
  },
};

/** `ssh` names an address of a device, or there is but one device with an address, which follows from no network. */
function isWayWritten({ devices, ssh }: Host): boolean {
  const target = parseIpAddress(ssh.value.name);
  const addressed = devices.filter(({ addressing }) => hasAddress(addressing));
  const [only] = addressed;
  return (
    addressed.some(({ addressing }) => addressing.addresses.some(({ value }) => value.address === target)) ||
    (addressed.length === 1 && only?.addressing.addresses.every(({ follows }) => !follows) === true)
  );
}

/** The list that takes the place of one of a profile, and does not repeat the network of management. */
function leftOn(device: Device, site: SiteView): Required<Pick<Violation, 'related' | 'fixes'>> | undefined {
  const isCarrier = device.kind === 'nic' || device.kind === 'bond';
  for (const { value, origin } of device.leftNetworks ?? []) {
    const network = site.logicalNetwork(value);
    if (!network || !hasRole(network, 'management')) continue;
    const last = (isCarrier ? device.carries : device.networks.filter(({ follows }) => !follows)).at(-1);
    const named = last && site.logicalNetwork(last.value);
    return {
      related: [
        related(
          last?.origin ?? device.places.name,
          `This takes the place of the networks that a profile gives ${deviceText(device)}: lists replace.`,
        ),
        related(origin, `Network ${network.name} is among those.`),
      ],
      fixes: named
        ? [
            {
              title: `Add network ${network.name} to ${deviceText(device)}`,
              edits: [
                {
                  kind: 'replace',
                  at: last.origin,
                  text: `${nameSource(named.name)}, ${nameSource(network.name)}`,
                },
              ],
            },
          ]
        : [],
    };
  }
  return undefined;
}
