import { type Device, familyOf, hasRole, type Host, type IpFamily, type Origin } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const managementIsBestTheWayOut: Rule = {
  code: 'roles/default-route-elsewhere',
  severity: 'warning',
  reason:
    'The host works, but answers administrators from other subnets through another network than they came by.',
  title: 'The default route of a host leads through its management network',
  documentation: {
    what: `Looks for hosts whose only default route of a family belongs to another device than the one that serves the network with
role \`management\`, although the host has an address of that family there. Hosts that learn a default route there by DHCP or SLAAC,
and hosts without a default route, are left alone. One that is written as \`route 0.0.0.0/0 via …\` is taken as meant.`,
    why: `A request from another subnet comes in through the management network; the answer leaves by the default route. Firewalls
that have not seen the request drop the answer, and with \`rp_filter\` the host drops the request itself. Administrators are locked
out, while machines in the management subnet notice nothing. Oracle VM and oVirt expect the default route at management.`,
    sources: [
      'Oracle VM 3, network roles: Server Management',
      'oVirt: AppErrors, IPV6_GATEWAY_ON_NON_DEFAULT_ROUTE_ROLE',
      'Linux 6.12, `Documentation/networking/ip-sysctl.rst`: `rp_filter`',
    ],
    whatToDo: `Say the \`gateway\` at the management network, and reach what lies behind the other one by
\`route 10.30.0.0/16 via …\` there. If it is meant, write the default route out: \`route 0.0.0.0/0 via …\` at the host.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network backup { roles storage  vlan 20  subnet 10.11.20.0/24  gateway 10.11.20.1 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, backup }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
      network backup { roles storage  vlan 20  subnet 10.11.20.0/24  route 10.30.0.0/16 via 10.11.20.1 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, backup }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const management = carriedNetworks(host, site).find(({ network }) => hasRole(network, 'management'));
    if (!management) return;
    for (const family of [4, 6] as const) {
      if (!isStatic(management.device, family) || hasWrittenDefault(host, family)) continue;
      const ways = gatewaysOf(host, family);
      const [way] = ways;
      if (!way || ways.some(({ device }) => device === management.device)) continue;
      yield {
        message:
          `The IPv${family} default route of host ${host.name} leads through ${deviceText(way.device)}, not through ` +
          `${deviceText(management.device)} of network ${management.network.name}.`,
        origin: way.origin,
        related: [related(management.origin, `Management is carried here.`)],
        subjects: [host.id, way.device.id],
      };
    }
  },
};

const isStatic = ({ addressing: { addresses, dhcp, slaac } }: Device, family: IpFamily): boolean =>
  (family === 4 ? dhcp : slaac) === undefined && addresses.some(({ value }) => value.family === family);

const hasWrittenDefault = ({ routes, devices }: Host, family: IpFamily): boolean =>
  [...routes, ...devices.flatMap(({ addressing }) => addressing.routes)].some(
    ({ destination }) => destination.value.prefix === 0 && destination.value.family === family,
  );

const gatewaysOf = (
  { devices }: Host,
  family: IpFamily,
): readonly { readonly device: Device; readonly origin: Origin }[] =>
  devices.flatMap((device) =>
    device.addressing.gateways.flatMap(({ value, origin }) =>
      familyOf(value) === family ? [{ device, origin }] : [],
    ),
  );
