import { describe, expect, it } from 'vitest';
import { planHost, type Probe } from '../../../src/deploy/index.js';
import { planInput, recordedHost } from '../support/recorded-host.js';

const observed = recordedHost();
const probesFor = async (text: string): Promise<readonly Probe[]> =>
  planHost(await planInput(text, observed)).probes ?? [];

const bonded = (name: string, number: number): string =>
  `host ${name} { number ${number}  nic eth0 { carries management }  nic eth1 { carries pulse, disks, tenant } }\n`;
const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2  dns 10.0.2.3 }
network pulse  { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network disks  { roles storage  vlan 12  subnet 10.11.12.0/24, fd00:12::/64  mtu 9000 }
network tenant { roles vm  vlan 13 }
${bonded('kvm1', 15)}`;

describe('whom a plan says that a host may ask', () => {
  it('are its gateways, its name servers, and the other hosts in each network, large packets as well where much is moved', async () => {
    const peer = { kind: 'peers', host: 'kvm2' } as const;
    const disks = { ...peer, network: 'disks' } as const;
    const probes = await probesFor(`${SITE}${bonded('kvm2', 16)}`);
    expect(probes.slice(0, 2)).toEqual([
      { kind: 'gateway', address: '10.0.2.2', network: 'management' },
      { kind: 'dns', address: '10.0.2.3', network: 'management' },
    ]);
    expect(new Set(probes.slice(2))).toEqual(
      new Set([
        { ...peer, address: '10.0.2.16', network: 'management' },
        { ...peer, address: '10.11.11.16', network: 'pulse' },
        { ...disks, address: '10.11.12.16' },
        { ...disks, address: '10.11.12.16', mtu: 9000 },
        { ...disks, address: 'fd00:12::10' },
        { ...disks, address: 'fd00:12::10', mtu: 9000 },
      ]),
    );
  });

  it('are nobody where a host has no gateway, no name server and no neighbour', async () => {
    const plan = planHost(await planInput('host kvm1 { nic eth1 }\n', observed));
    expect(plan).not.toHaveProperty('probes');
  });

  it('are no hosts of a network in which this one has no address', async () => {
    const text = SITE.replace('carries pulse, disks, tenant', 'carries tenant');
    const probes = await probesFor(`${text}${bonded('kvm2', 16)}`);
    expect(probes.flatMap(({ host, network }) => (host === undefined ? [] : [network]))).toEqual([
      'management',
    ]);
  });

  it('are named with the interface where the address means something on its own link only', async () => {
    const probes = await probesFor(`host kvm1 {
  nic eth1 { address 2001:db8::15/64  gateway fe80::1 }
}
`);
    expect(probes).toEqual([{ kind: 'gateway', address: 'fe80::1%eth1' }]);
  });

  it('is not the host itself, where it is the name server of others', async () => {
    const text = SITE.replace('dns 10.0.2.3', 'dns 10.0.2.15');
    expect(await probesFor(text)).toEqual([{ kind: 'gateway', address: '10.0.2.2', network: 'management' }]);
  });

  it('are at most thirty, from every network', async () => {
    const others = Array.from({ length: 40 }, (_, at) => bonded(`kvm${at + 2}`, at + 16)).join('');
    const probes = await probesFor(`${SITE}${others}`);
    expect(probes).toHaveLength(30);
    expect(new Set(probes.map(({ network }) => network))).toEqual(new Set(['management', 'pulse', 'disks']));
  });
});
