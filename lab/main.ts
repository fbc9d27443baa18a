import { spawnSync } from 'node:child_process';
import { prepareImage } from './build/image.js';
import {
  findKeptLab,
  labAvailability,
  nics,
  operatorPassword,
  startKeptLab,
  type Lab,
  type LabHost,
} from './index.js';

const usage = `npm run lab                      starts two hosts in their settled state, and leaves them running
npm run lab -- start [--hosts 1] the same
npm run lab -- status [--json]   says where the hosts are
npm run lab -- ssh HOST [COMMAND…]
npm run lab -- restore           puts both hosts into their settled state again
npm run lab -- power-cut HOST    what is not on its disk is lost
npm run lab -- boot HOST         starts it from its disk
npm run lab -- link HOST NIC up|down
npm run lab -- stop              ends the hosts and forgets what they did
npm run lab -- build             builds the hosts' image, if there is none yet
HOST is kvm1 or kvm2, 1 or 2.
`;

/** Something asked for that cannot be done as things are; exit code 2. */
class Refusal extends Error {}

async function main([command = 'start', ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'start': {
      await expectAvailable();
      const lab = await startKeptLab({ hosts: args.includes('--hosts') && args.at(-1) === '1' ? 1 : 2 });
      return printStatus(lab, false);
    }
    case 'build':
      await expectAvailable();
      await prepareImage((line) => console.error(line));
      return 0;
    case 'status':
      return printStatus(await findKeptLab(), args.includes('--json'));
    case 'stop':
      await (await findKeptLab())?.stop();
      return 0;
    case 'restore':
      await (await runningLab()).restore();
      return 0;
    case 'ssh': {
      const lab = await runningLab();
      const ssh = ['-F', lab.sshConfigFile, hostNamed(lab, args[0]).name, ...args.slice(1)];
      return spawnSync('ssh', ssh, { stdio: 'inherit' }).status ?? 1;
    }
    case 'power-cut':
      await hostNamed(await runningLab(), args[0]).powerCut();
      return 0;
    case 'boot':
      await hostNamed(await runningLab(), args[0]).boot();
      return 0;
    case 'link': {
      const [host, nic, state] = args;
      const found = nics.find((each) => each === nic);
      if (found === undefined || (state !== 'up' && state !== 'down')) throw new Refusal(usage);
      await hostNamed(await runningLab(), host).setLink(found, state === 'up');
      return 0;
    }
    case 'help':
    case '--help':
      console.log(usage);
      return 0;
    default:
      throw new Refusal(usage);
  }
}

async function expectAvailable(): Promise<void> {
  const availability = await labAvailability();
  if (!availability.available) throw new Refusal(availability.reason);
}

async function runningLab(): Promise<Lab> {
  const lab = await findKeptLab();
  if (lab === undefined) throw new Refusal('No lab is running: start it with npm run lab.');
  return lab;
}

function hostNamed(lab: Lab, name = ''): LabHost {
  const found = lab.hosts.find((host) => host.name === name || host.name === `kvm${name}`);
  if (found === undefined) throw new Refusal(`There is no host "${name}" in this lab.\n${usage}`);
  return found;
}

/** Exit code 0: the lab runs; 3: it does not. */
async function printStatus(lab: Lab | undefined, asJson: boolean): Promise<number> {
  if (lab === undefined) {
    console.log(asJson ? JSON.stringify({ running: false }) : 'No lab is running.');
    return 3;
  }
  const { sshConfigFile, knownHostsFile, identityFile } = lab;
  const hosts = await Promise.all(
    lab.hosts.map(async (host) => ({
      name: host.name,
      address: '127.0.0.1',
      port: host.sshPort,
      pid: await host.pid(),
    })),
  );
  if (asJson) {
    console.log(
      JSON.stringify({ running: true, sshConfigFile, knownHostsFile, identityFile, hosts }, undefined, 2),
    );
    return 0;
  }
  for (const host of hosts) {
    console.log(
      `${host.name}  127.0.0.1:${host.port}  ${host.pid === undefined ? 'powered off' : `process ${host.pid}`}`,
    );
  }
  console.log(`\nssh -F '${sshConfigFile}' kvm1`);
  console.log(
    `Users: root, admin (sudo without password), operator (password "${operatorPassword}"); all with the key`,
  );
  console.log(identityFile);
  console.log('End it with: npm run lab -- stop');
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof Refusal ? 2 : 1;
}
