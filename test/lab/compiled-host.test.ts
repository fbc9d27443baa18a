import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailability, startLab, type Lab, type LabHost } from '../../lab/index.js';
import { compile } from '../../src/compiler/index.js';
import { loadSites } from '../../src/language/index.js';
import { upload } from './support/upload.js';

/**
 * What kernel, libvirt and firewalld make of compiled files, put in place by hand: what a plan does is another matter.
 * eth0 is how the lab is reached, and stays as it is.
 */
const SITE = `
network management { roles management  subnet 192.0.2.0/24 }
network tenant     { roles vm  vlan 30 }
network edge       { roles vm  vlans 100-103, 200 }

host kvm1 {
  number 22
  nic eth0 { address 10.0.2.15/24 }
  nic eth1 { carries management }
  nic eth2  nic eth3  nic eth4
  bond bond0 { ports eth4  mode active-backup  carries tenant }
  bridge br1 {
    vlan-aware
    vlans 5, 6-9, 40
    pvid  5
    network edge
    port eth2 { trunk 6-9, 100-103 }
    port eth3 { native 40 }
  }
  vlan br1.6 { on br1  id 6  address 198.51.100.1/24 }
  nat shop {
    subnet  192.168.100.0/24
    lease   52:54:00:00:00:01 192.168.100.5 web1
    forward 2222/tcp to web1:22
  }
}

guest web1 on kvm1 {
  vcpus 1
  nic shop     { network shop  mac 52:54:00:00:00:01 }
  nic access   { network tenant  mac 52:54:00:00:00:02 }
  nic trunk    { network edge  trunk 100-101  mac 52:54:00:00:00:03 }
  nic native   { network edge  trunk 102-103  native 102  mac 52:54:00:00:00:04 }
  nic own      { bridge br1  mac 52:54:00:00:00:05 }
  nic six      { bridge br1  vlan 6  mac 52:54:00:00:00:06 }
}
`;

const CONNECTIONS = '/etc/NetworkManager/system-connections';

async function compiledFiles(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'kvmnet-compiled-'));
  try {
    writeFileSync(join(folder, 'site.kvmnet'), SITE);
    const loaded = await loadSites([folder]);
    const site = loaded.ok ? loaded.sites[0] : undefined;
    if (!site?.checked) throw new Error(site?.findings.map(({ message }) => message).join('\n'));
    const artifacts = compile(site.checked).flatMap((compiled) => compiled.artifacts);
    return new Map(artifacts.map(({ path, content }) => [path, content]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Answers each connection with the address that it came from. */
const LISTENER = `import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('0.0.0.0', int(sys.argv[1]))); s.listen(8)
while True:
    c, a = s.accept(); c.sendall(a[0].encode()); c.close()`;

const CLIENT = `import socket, sys
s = socket.socket(); s.settimeout(10)
try:
    s.connect((sys.argv[1], int(sys.argv[2]))); print(s.recv(100).decode())
except OSError as error:
    print('refused')`;

interface VlanOfPort {
  readonly vlan: number;
  readonly flags?: readonly string[];
}

const availability = await labAvailability();

describe.skipIf(!availability.available)(
  `a compiled host${availability.available ? '' : `: ${availability.reason}`}`,
  () => {
    let lab: Lab;
    let host: LabHost;
    let outsider: LabHost;

    /** Names of the guest's TAPs by the last octet of their MACs. */
    async function taps(): Promise<ReadonlyMap<string, string>> {
      const lines = (await host.run(['virsh', 'domiflist', 'web1'])).split('\n');
      return new Map(
        lines.flatMap((line) => {
          const [tap = '', , , , mac] = line.trim().split(/\s+/);
          return mac?.startsWith('52:54:00:00:00:') ? [[mac.slice(-2), tap] as const] : [];
        }),
      );
    }

    /** `5 pvid untagged, 6, 7` as the kernel has it. */
    async function vlansOf(port: string): Promise<string> {
      const found = (await host.json(['bridge', '-j', 'vlan', 'show', 'dev', port])) as readonly {
        readonly vlans: readonly VlanOfPort[];
      }[];
      return (found[0]?.vlans ?? [])
        .map(({ vlan, flags = [] }) =>
          [
            vlan,
            ...(flags.includes('PVID') ? ['pvid'] : []),
            ...(flags.includes('Egress Untagged') ? ['untagged'] : []),
          ].join(' '),
        )
        .join(', ');
    }

    beforeAll(async () => {
      lab = await startLab({ hosts: 2 });
      host = lab.host('kvm1');
      outsider = lab.host('kvm2');
      const files = new Map(
        [...(await compiledFiles())].filter(([path]) => path !== `${CONNECTIONS}/eth0.nmconnection`),
      );
      await upload(host, '/run/kvmnet-test', files);
      await host.run(
        `cd /run/kvmnet-test
        cp etc/NetworkManager/system-connections/* ${CONNECTIONS}/ && nmcli connection reload
        for network in etc/libvirt/qemu/networks/*.xml; do virsh net-define --validate "$network"; done
        cp -r etc/firewalld /etc/ && firewall-cmd --reload
        for profile in ${CONNECTIONS}/*; do
          uuid=$(sed -n 's/^uuid=//p' "$profile")
          for second in $(seq 60); do
            nmcli -t -f UUID,STATE connection show --active | grep -q "$uuid:activated" && break; sleep 1
          done
        done
        for network in edge tenant shop; do virsh net-start "$network"; done
        for nic in var/lib/kvmnet/guests/web1/*.xml; do virsh attach-device web1 "$nic" --config; done`,
        { timeout: 280 },
      );
      await host.startGuest('web1');
    });
    afterAll(async () => {
      await lab.stop();
    });

    it('has exactly the VLANs of the text on uplinks, guests and itself', async () => {
      const tap = await taps();
      const found = Object.fromEntries(
        await Promise.all(
          [
            ['eth2', 'eth2'],
            ['eth3', 'eth3'],
            ['br1', 'br1'],
            ...['03', '04', '05', '06'].map((mac) => [mac, tap.get(mac) ?? '']),
          ].map(async ([name = '', port = '']) => [name, await vlansOf(port)] as const),
        ),
      );
      expect(found).toEqual({
        eth2: '5 pvid untagged, 6, 7, 8, 9, 100, 101, 102, 103',
        eth3: '40 pvid untagged',
        br1: '6',
        '03': '100, 101',
        '04': '102 pvid untagged, 103',
        '05': '5 pvid untagged',
        '06': '6 pvid untagged',
      });
    });

    it('keeps a guest of an access network on a plain bridge over the VLAN device', async () => {
      const tap = (await taps()).get('02') ?? '';
      const [link] = (await host.json(['ip', '-j', 'link', 'show', tap])) as readonly {
        readonly master: string;
      }[];
      expect(link?.master).toBe('tenant');
      const [vlan] = (await host.json(['ip', '-d', '-j', 'link', 'show', 'bond0.30'])) as readonly {
        readonly master: string;
        readonly link: string;
        readonly linkinfo: { readonly info_data: { readonly id: number } };
      }[];
      expect(vlan).toMatchObject({ master: 'tenant', link: 'bond0', linkinfo: { info_data: { id: 30 } } });
    });

    it('forwards ports to a guest, which sees who comes, and lets nobody else in', async () => {
      // A namespace stands in for the guest, which does not run a single instruction.
      await host.run(
        `ip netns add guest && ip link add guest0 type veth peer name eth0 netns guest
        ip link set guest0 master virbr-shop up
        ip -n guest addr add 192.168.100.5/24 dev eth0 && ip -n guest link set eth0 up
        ip -n guest route add default via 192.168.100.1
        cat > /run/listener.py; setsid ip netns exec guest python3 /run/listener.py 22 > /dev/null 2>&1 &`,
        { stdin: LISTENER },
      );
      await outsider.run('systemctl stop firewalld; ip addr add 192.0.2.99/24 dev eth1; ip link set eth1 up');
      await outsider.run('cat > /run/listener.py; setsid python3 /run/listener.py 7777 > /dev/null 2>&1 &', {
        stdin: LISTENER,
      });
      const connect = async (from: LabHost, address: string, port: number, prefix = ''): Promise<string> =>
        (await from.run(`${prefix} python3 - ${address} ${port}`, { stdin: CLIENT })).trim();
      // Spanning tree lets the stand-in's port forward after a while.
      let answer = 'refused';
      for (let attempt = 0; attempt < 10 && answer === 'refused'; attempt++) {
        await sleep(1000);
        answer = await connect(outsider, '192.0.2.22', 2222);
      }
      expect(answer).toBe('192.0.2.99');
      expect(await connect(host, '192.0.2.99', 7777, 'ip netns exec guest')).toBe('192.0.2.22');
      await outsider.run('ip route add 192.168.100.0/24 via 192.0.2.22');
      expect(await connect(outsider, '192.168.100.5', 22)).toBe('refused');
    });
  },
);
