import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HoverRequest, MarkupContent } from 'vscode-languageserver/node.js';
import { positionOf, useLanguageServer } from '../support/language-server.js';

const kit = useLanguageServer();

const NETWORKS = `network management { roles management  subnet 10.0.0.0/24  zone trusted }
network migrate { roles migration  vlan 12  subnet 10.0.12.0/24  mtu 9000  zone trusted }
/// Where *tenants* live.
network tenant { roles vm  vlan 13  zone tenants }
zone tenants { target DROP }
`;
const HOSTS = `profile compute {
  nic eth0  nic eth1
  bond bond0 { ports eth0, eth1  mode active-backup  carries management, migrate, tenant }
}
host kvm1 is compute { number 1 }
host kvm2 is compute { number 2 }
host kvm3 {
  number 3
  nic ens1 { carries management }
  vlan mig on ens1 { network migrate }
  nat lab { subnet 192.168.5.0/24  zone libvirt }
}
pool rack { hosts kvm1, kvm2 }
`;
const GUESTS = `guest web1 in rack {
  vcpus 2
  nic { network tenant  queues auto }
}
`;

let sites = 0;

async function hover(piece: string, options: { readonly nth?: number; readonly hosts?: string } = {}) {
  const folder = join(kit.folder(), `hover-${++sites}`);
  await mkdir(folder, { recursive: true });
  const files = {
    'networks.kvmnet': NETWORKS,
    'hosts.kvmnet': options.hosts ?? HOSTS,
    'guests.kvmnet': GUESTS,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const server = kit.start();
  await server.initialize(folder);
  const [file, text] = Object.entries(files).find(([, candidate]) => candidate.includes(piece)) ?? ['', ''];
  const uri = pathToFileURL(join(folder, file)).toString();
  await server.open(uri, text);
  const last = piece.lastIndexOf(' ') + 1;
  const found = await server.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: positionOf(text, piece, { move: last, ...(options.nth !== undefined && { nth: options.nth }) }),
  });
  return found && MarkupContent.is(found.contents) ? found.contents.value : '';
}

/** The rows of the tables, `name: value`. */
const rows = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^\| ([^|]+) \| `+ ?(.*?) ?`+ \|$/gm)].map(
    ([, name = '', value = '']) => `${name}: ${value}`,
  );

describe('the hover of a device', () => {
  it('says where it is reached first, then what it is, with the way of its MTU', async () => {
    const text = await hover('vlan mig');
    expect(text).toMatch(/^\*\*`vlan kvm3\.mig`\*\*/);
    expect(rows(text)).toEqual([
      'address: 10.0.12.3/24',
      'VLAN: 12 on ens1',
      'MTU: 9000, of migrate',
      'MTU path: ens1 9000 → mig 9000',
      'zone: trusted',
      'networks: migrate',
    ]);
  });

  it('shows what the host gets, without what says nothing', async () => {
    expect(await hover('vlan mig')).toContain(
      [
        '`/etc/NetworkManager/system-connections/mig.nmconnection` on `kvm3`',
        '',
        '```ini',
        '[connection]',
        'zone=trusted',
        '',
        '[ethernet]',
        'mtu=9000',
        '',
        '[vlan]',
        'flags=1',
        'id=12',
        'parent=ens1',
        '',
        '[ipv4]',
        'method=manual',
        'address1=10.0.12.3/24',
        '```',
      ].join('\n'),
    );
  });

  it("tells of a profile's device what it is on all hosts, and where they differ", async () => {
    const text = await hover('bond bond0');
    expect(text).toMatch(/^\*\*`bond bond0`\*\*/);
    expect(rows(text)).toEqual([
      'address: kvm1 10.0.0.1/24, kvm2 10.0.0.2/24',
      'mode: active-backup',
      'ports: eth0, eth1',
      'MTU: 9000, raised for bond0.12',
      'MTU path: eth0, eth1 9000 → bond0 9000',
      'zone: trusted',
      'networks: management',
      'on it: bond0.12, bond0.13',
      'hosts: kvm1, kvm2',
    ]);
  });

  it('tells of a word after carries what follows from it', async () => {
    const text = await hover('carries management, migrate, tenant');
    expect(text).toMatch(/`vlan bond0\.13`[^]*---[^]*`bridge tenant`/);
    expect(text).toContain('Where \\*tenants\\* live\\.');
    expect(rows(text)).toContain('follows from: tenant on bond0');
  });

  it('says that nothing is compiled while errors stand', async () => {
    const text = await hover('vlan mig', {
      hosts: HOSTS.replace('number 3', 'number 3  nic ens9 { mtu 1 }'),
    });
    expect(text).toContain('_Nothing is compiled while errors stand._');
    expect(text).not.toContain('```');
  });
});

describe('the hover of other names', () => {
  it('tells of a guest NIC its MAC, the bridge and the XML', async () => {
    const nic = await hover('vcpus 2\n  nic');
    expect(rows(nic)).toEqual([
      'MAC: 52:54:00:f7:c3:f4, made from its names',
      'plugged into: network tenant',
      'bridge: tenant',
      'MTU path: eth0, eth1 9000 → bond0 9000 → bond0.13 1500 → tenant 1500 → web1.tenant 1500',
      'model: virtio',
      'queues: 2',
    ]);
    expect(nic).toContain("<source network='tenant'/>");
    expect(nic).not.toContain('uuid');
  });

  it('tells of networks, hosts, pools, profiles, zones and libvirt networks', async () => {
    expect(rows(await hover('network management'))).toContain(
      'hosts: kvm1 10.0.0.1, kvm2 10.0.0.2, kvm3 10.0.0.3',
    );
    expect(rows(await hover('host kvm3'))).toContain('addresses: ens1 10.0.0.3/24, mig 10.0.12.3/24');
    expect(rows(await hover('pool rack'))).toEqual(['hosts: kvm1, kvm2', 'guests: web1']);
    expect(rows(await hover('is compute'))).toEqual(['hosts: kvm1, kvm2']);
    expect(rows(await hover('zone tenants'))).toEqual(['target: DROP']);
    const lab = await hover('nat lab');
    expect(rows(lab)).toContain('host: 192.168.5.1');
    expect(lab).toContain("<forward mode='nat'/>");
  });

  it('explains keywords with an example and a link', async () => {
    const text = await hover('ports');
    expect(text).toContain('```kvmnet\nports eth0, eth1\n```');
    expect(text).toContain('[Language reference](file:///language.md#bond)');
  });
});
