import { formatVlanSet, type LogicalNetwork } from '../../model/index.js';
import { addressPlaces } from '../bridge-vlans.js';
import { isOnlyForGuests } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const addressMustBeInOneVlan: Rule = {
  code: 'vlan/address-without-vlan',
  severity: 'error',
  reason: 'The bridge drops every frame to and from the address: nobody reaches the host there.',
  title: 'An address is in one VLAN, or in none',
  documentation: {
    what: `Looks for networks with several \`vlans\`, a subnet and a role other than \`vm\`, which would give their hosts an address;
and for addresses, \`dhcp\` and \`slaac\` on a VLAN-aware bridge that has no \`pvid\`.`,
    why: `Several \`vlans\` make a VLAN-aware bridge. What the host itself sends on the bridge has no tag, and without a VLAN for
untagged frames the bridge drops it: which of the VLANs the address should be in, nobody has said.`,
    sources: [
      'Linux 6.12, `net/bridge/br_vlan.c`: `__allowed_ingress` drops untagged frames where there is no PVID',
    ],
    whatToDo: `Give the network of the hosts its one \`vlan\`, and the trunk for guests a network of its own: on the same bridge
the host gets a VLAN device for it. An address that is written on the bridge belongs on a VLAN device on it
(\`vlan br0.10 { on br0  id 10  address … }\`).`,
    bad: kvmnet`
      network management { roles management  vlans 10-12  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  vlan 10  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkNetwork(network): Iterable<Violation> {
    const { id, name, roles, vlan, vlans, subnets } = network;
    const role = roles.find(({ value }) => value !== 'vm');
    if (!vlans || vlan || !role || subnets.length === 0) return;
    yield {
      message:
        `Network ${name} has role ${role.value} and VLANs ${formatVlanSet(vlans.value)}: an address of a host is in one VLAN. ` +
        `Write vlan with the one, and give the others a network with role vm.`,
      origin: vlans.origin,
      related: [related(role.origin, `Role ${role.value} gives hosts an address.`)],
      subjects: [id],
    };
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || !bridge.vlanAware.value || (bridge.pvid?.value ?? 0) !== 0) continue;
      const [origin] = addressPlaces(bridge);
      const isNetworks = bridge.addressing.addresses[0]?.follows !== undefined;
      const networks = bridge.networks.flatMap(({ value }) => site.logicalNetwork(value) ?? []);
      // Said at the network, or by roles/vm-with-host-address.
      const isSaid = isNetworks ? networks.some(({ vlans }) => vlans) : areOnlyForGuests(networks);
      if (!origin || isSaid) continue;
      yield {
        message:
          `${deviceText(bridge)} of host ${host.name} has an address, but it drops frames without a tag: nobody reaches the ` +
          `host there. Put the address on a VLAN device on the bridge, or give the bridge a pvid.`,
        origin,
        ...(bridge.pvid &&
          !bridge.pvid.follows && { related: [related(bridge.pvid.origin, 'pvid 0 drops them.')] }),
        subjects: [bridge.id],
      };
    }
  },
};

const areOnlyForGuests = (networks: readonly LogicalNetwork[]): boolean =>
  networks.length > 0 && networks.every(isOnlyForGuests);
