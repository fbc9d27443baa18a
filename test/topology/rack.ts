import { deviceId, hostId, networkId, virtualNetworkId } from '../../src/model/index.js';
import type { BridgedNetwork, Host, Network } from '../../src/model/index.js';
import { bond, bridge, guest, host, network, nic, pool, site, virtual, vlan } from './site.js';

export const RACK_NETWORKS = [
  network('management', 'management', { subnet: '10.11.10.0/24' }),
  network('heartbeat', 'heartbeat', { vlan: 11, subnet: '10.11.11.0/24' }),
  network('migrate', 'migration', { vlan: 12, subnet: '10.11.12.0/24', mtu: 9000 }),
  network('tenant', 'vm', { vlan: 13 }),
  network('edge', 'vm'),
];

/** The host of design/language.md, as lowering makes it. */
export function rackHost(name: string, number: number): Host {
  const own = host(
    name,
    [
      nic(name, 'eth0', { controller: 'bond0', mtu: 9000 }),
      nic(name, 'eth1', { controller: 'bond0', mtu: 9000 }),
      nic(name, 'eth2', { controller: 'bond1', mtu: 9000 }),
      nic(name, 'eth3', { controller: 'bond1', mtu: 9000 }),
      bond(name, 'bond0', 'active-backup', ['eth0', 'eth1'], {
        primary: 'eth0',
        networks: ['management'],
        addresses: [`10.11.10.${number}/24`],
        mtu: 9000,
      }),
      vlan(name, 'bond0.11', 'bond0', 11, {
        networks: ['heartbeat'],
        addresses: [`10.11.11.${number}/24`],
        derivedOn: 'bond0',
      }),
      vlan(name, 'bond0.12', 'bond0', 12, {
        networks: ['migrate'],
        addresses: [`10.11.12.${number}/24`],
        derivedOn: 'bond0',
        mtu: 9000,
      }),
      vlan(name, 'bond0.13', 'bond0', 13, { controller: 'tenant', derivedOn: 'bond0' }),
      bridge(name, 'tenant', ['bond0.13'], { networks: ['tenant'], derivedOn: 'bond0' }),
      bond(name, 'bond1', '802.3ad', ['eth2', 'eth3'], { controller: 'br-edge', mtu: 9000 }),
      bridge(name, 'br-edge', ['bond1'], { networks: ['edge'], vlanAware: true }),
    ],
    number === 22
      ? [
          virtual(name, 'lab', 'nat', '192.168.100.0/24'),
          virtual(name, 'back', 'isolated', '192.168.50.0/24'),
        ]
      : [],
  );
  const bridged = (logical: string, device: string): BridgedNetwork => ({
    id: virtualNetworkId(name, logical),
    name: logical,
    places: own.places,
    host: hostId(name),
    kind: 'bridged',
    network: networkId(logical),
    device: deviceId(name, device),
    bridge: { value: device, origin: own.places.name },
    autostart: { value: true, origin: own.places.name },
  });
  return {
    ...own,
    virtualNetworks: [...own.virtualNetworks, bridged('tenant', 'tenant'), bridged('edge', 'br-edge')],
  };
}

/** The site of design/language.md: two hosts of one profile, three kinds of networks, a guest on a host and one in a pool. */
export function rackSite(): Network {
  const rack1 = pool('rack1', 'kvm1', 'kvm2');
  return site({
    networks: RACK_NETWORKS,
    pools: [rack1],
    hosts: [rackHost('kvm1', 22), rackHost('kvm2', 23)],
    guests: [
      guest('web1', { on: 'kvm1' }, ['tenant', 'edge', ':back']),
      guest('db1', { in: rack1 }, ['tenant']),
    ],
  });
}

/** The same, with one host declared in another file. */
export function inOwnFile(network: Network, name: string, uri: string): Network {
  return {
    ...network,
    hosts: network.hosts.map((own) => {
      if (own.name !== name) return own;
      const { places } = own;
      return {
        ...own,
        places: { ...places, name: { ...places.name, uri }, whole: { ...places.whole, uri } },
      };
    }),
  };
}
