import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labAvailability, startLab, type Lab } from '../../lab/index.js';
import { repositoryRoot } from '../../scripts/repository.js';
import { timed } from '../timed.js';

/** The first of so many VLANs, one after the other. */
const FIRST = 101;

/**
 * `npm run bench -- apply [NUMBERS…]`: so many VLANs, each with a bridge, made on a host of the lab; beside nmcli, which adds and
 * brings up one after the other; default 20 and 100. Both begin with a host as it was installed.
 */
export async function run(args: readonly string[]): Promise<void> {
  const availability = await labAvailability();
  if (!availability.available) {
    process.stdout.write(`skipped: ${availability.reason}\n`);
    return;
  }
  const numbers = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
  await using lab = await startLab({ hosts: 1 });
  process.stdout.write('| VLANs and bridges | kvmnet apply | nmcli one by one | ratio |\n');
  process.stdout.write('| ---: | ---: | ---: | ---: |\n');
  for (const number of numbers.length > 0 ? numbers : [20, 100]) {
    const vlans = Array.from({ length: number }, (_, index) => FIRST + index);
    const own = await applied(lab, vlans);
    const nmcli = await byHand(lab, vlans);
    process.stdout.write(
      `| ${number} | ${own.toFixed(1)} s | ${nmcli.toFixed(1)} s | ×${(own / nmcli).toFixed(2)} |\n`,
    );
  }
}

async function applied(lab: Lab, vlans: readonly number[]): Promise<number> {
  await lab.restore();
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-'));
  try {
    await writeFile(join(folder, 'site.kvmnet'), siteWith(vlans));
    const seconds = await timed(
      process.execPath,
      [
        ...[join(repositoryRoot, 'dist/cli/main.cjs'), 'apply', folder, '--yes'],
        ...['--ssh-config', lab.sshConfigFile],
      ],
      {
        cwd: folder,
        env: { ...process.env, XDG_STATE_HOME: folder },
        expect: (output) => output.includes('kvm1: done'),
      },
    );
    await expectBridges(lab, vlans);
    return seconds;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function siteWith(vlans: readonly number[]): string {
  return [
    'network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }',
    'host kvm1 {',
    '  number 15',
    '  nic eth0 { carries management }',
    '  nic eth1',
    ...vlans.map((id) => `  vlan eth1.${id} { on eth1  id ${id} }  bridge br${id} { ports eth1.${id} }`),
    '}',
    '',
  ].join('\n');
}

async function byHand(lab: Lab, vlans: readonly number[]): Promise<number> {
  await lab.restore();
  const [host] = lab.hosts;
  const script = vlans
    .map((vlan) =>
      [
        `nmcli connection add type bridge con-name br${vlan} ifname br${vlan} bridge.stp no ipv4.method disabled ipv6.method disabled`,
        `nmcli connection add type vlan con-name eth1.${vlan} ifname eth1.${vlan} dev eth1 id ${vlan} master br${vlan} slave-type bridge`,
        `nmcli connection up eth1.${vlan}`,
      ].join(' && '),
    )
    .join(' && ');
  const start = performance.now();
  await host.run(`${script} >/dev/null`, { timeout: 1800 });
  const seconds = (performance.now() - start) / 1000;
  await expectBridges(lab, vlans);
  return seconds;
}

/** A contestant counts whose work is done: each VLAN is up, as a port of a bridge. */
async function expectBridges(lab: Lab, vlans: readonly number[]): Promise<void> {
  const links = await lab.hosts[0].run(['ip', '-o', 'link', 'show', 'type', 'vlan', 'up']);
  const ports = links.split('\n').filter((line) => line.includes(' master ')).length;
  if (ports !== vlans.length) throw new Error(`${ports} of ${vlans.length} VLANs are ports of bridges.`);
}
