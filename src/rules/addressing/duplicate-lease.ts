import type { Lease } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { familyOf } from '../../model/index.js';
import { related, virtualNetworkText } from '../wording.js';

export const macShouldHaveOneLease: Rule = {
  code: 'addressing/duplicate-lease',
  severity: 'warning',
  reason: 'dnsmasq uses one of the two, so that the guest does not have the address that the text says.',
  title: 'A MAC address has one lease of a family',
  documentation: {
    what: `Looks for two \`lease\` of one libvirt network with the same MAC address and addresses of one family, or with the same
name for different MAC addresses. Two leases with one address are an error of [addressing/duplicate-address](duplicate-address.md).`,
    why: `A lease answers the question which address a MAC gets. With two answers dnsmasq takes the first that fits; port forwards and
name lookups may follow the other one. Of two MACs with one name only one is found by it.`,
    sources: ['dnsmasq(8), `--dhcp-host`'],
    whatToDo: 'Remove one of the two, or correct the MAC address.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet 192.168.100.0/24
          lease 52:54:00:00:00:01 192.168.100.5
          lease 52:54:00:00:00:01 192.168.100.6
        }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet 192.168.100.0/24
          lease 52:54:00:00:00:01 192.168.100.5
          lease 52:54:00:00:00:02 192.168.100.6
        }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      const first = new Map<string, Lease>();
      for (const lease of network.leases) {
        const clash = keysOf(lease)
          .map(({ key, text }) => ({ text, other: first.get(key) }))
          .find(({ other, text }) => other && (text.startsWith('MAC') || other.mac !== lease.mac));
        if (clash?.other)
          yield {
            message: `${virtualNetworkText(network)} of host ${host.name} has two leases for ${clash.text}: ${clash.other.address} and ${lease.address}.`,
            origin: lease.origin,
            related: [related(clash.other.origin, 'The other lease.')],
            subjects: [network.id],
            fixes: [
              {
                title: `Remove the lease of ${lease.address}`,
                edits: [{ kind: 'remove', at: lease.origin }],
              },
            ],
          };
        for (const { key } of keysOf(lease)) if (!first.has(key)) first.set(key, lease);
      }
    }
  },
};

function keysOf({ mac, address, name }: Lease): readonly { readonly key: string; readonly text: string }[] {
  const family = familyOf(address);
  return [
    { key: `mac ${mac} ${family}`, text: `MAC ${mac}` },
    ...(name === undefined ? [] : [{ key: `name ${name} ${family}`, text: `the name ${name}` }]),
  ];
}
