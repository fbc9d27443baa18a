import fc from 'fast-check';
import type { Device, Network } from '../../src/model/index.js';
import { RACK_NETWORKS } from './rack.js';
import { bond, bridge, guest, host, nic, pool, site, virtual, vlan } from './site.js';

const NAMES = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'];

/** Any devices on any others, sensible or not: rings, VLANs on bridges on VLANs, ports of what does not exist. */
const devicesOf = (hostName: string): fc.Arbitrary<readonly Device[]> =>
  fc
    .array(
      fc.record({
        kind: fc.constantFrom('nic', 'bond', 'vlan', 'bridge'),
        on: fc.constantFrom(...NAMES),
        controller: fc.option(fc.constantFrom(...NAMES), { nil: undefined }),
        addresses: fc.subarray(['10.0.0.2/24', '2001:db8::2/64', '192.168.100.200/24']),
      }),
      { maxLength: NAMES.length },
    )
    .map((shapes) =>
      shapes.map(({ kind, on, controller, addresses }, index): Device => {
        const name = NAMES[index] ?? 'more';
        const options = { addresses, ...(controller !== undefined && { controller }) };
        if (kind === 'nic') return nic(hostName, name, options);
        if (kind === 'bond') return bond(hostName, name, '802.3ad', [on], options);
        if (kind === 'vlan') return vlan(hostName, name, on, index + 1, options);
        return bridge(hostName, name, [on], options);
      }),
    );

const hostOf = (name: string): fc.Arbitrary<ReturnType<typeof host>> =>
  fc.tuple(devicesOf(name), fc.subarray(['lab', 'back'])).map(([devices, networks]) =>
    host(
      name,
      devices,
      networks.map((own) => virtual(name, own, 'nat', '192.168.7.0/24')),
    ),
  );

export const randomSite: fc.Arbitrary<Network> = fc
  .tuple(
    fc.subarray(['a', 'b', 'c', 'd']).chain((names) => fc.tuple(...names.map(hostOf))),
    fc.array(
      fc.record({
        place: fc.constantFrom('a', 'b', 'c', 'pool', 'nowhere'),
        targets: fc.subarray(['tenant', ':lab', '/d0', '/d3', ':none']),
      }),
      { maxLength: 6 },
    ),
  )
  .map(([hosts, guests]) => {
    const everyone = pool('everyone', ...hosts.map(({ name }) => name));
    return site({
      networks: RACK_NETWORKS,
      pools: [everyone],
      hosts,
      guests: guests.map(({ place, targets }, index) =>
        guest(`g${index}`, place === 'pool' ? { in: everyone } : { on: place }, targets),
      ),
    });
  });
