import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProgramFailed } from '../program.js';
import type { Persona } from '../recipe/hosts.js';
import { machineArguments } from '../recipe/machine.js';
import { cutPower, launchMachine } from '../run/machine-process.js';
import { freePort } from '../run/ports.js';
import { Qmp } from '../run/qmp.js';
import { saveState } from '../run/saved-state.js';
import { knownHostsLine, runOverSsh, sshConfig, untilReachable } from '../run/ssh.js';
import type { LabImage, Report } from './image.js';

/** Boots a host for the first time, does in it what is slow the first time, and saves it. Leaves no process behind. */
export async function saveSettledHost(
  persona: Persona,
  image: LabImage,
  recipe: string,
  report: Report,
): Promise<void> {
  const host = image.host(persona.name);
  const run = await mkdtemp(join(tmpdir(), 'kvmnet-lab-'));
  const monitorSocket = join(run, 'monitor');
  const pidFile = join(run, 'pid');
  const consoleLog = join(image.folder, `${persona.name}.console`);
  const sshPort = await freePort();
  const knownHostsFile = join(run, 'known_hosts');
  const configFile = join(run, 'ssh_config');
  const publicKey = await readFile(host.publicKeyFile, 'utf8');
  await writeFile(knownHostsFile, `${knownHostsLine(sshPort, publicKey)}\n`);
  await writeFile(
    configFile,
    sshConfig({ name: persona.name, port: sshPort, identityFile: image.identityFile, knownHostsFile }),
  );
  const route = { name: persona.name, configFile, socketFolder: run };
  try {
    await launchMachine({
      args: machineArguments(persona, {
        ...image,
        disk: { file: host.disk, format: 'raw' },
        memory: { kind: 'shared', file: host.memory },
        sshPort,
        cableEnd: (nic) => ({ local: join(run, nic), remote: join(run, `${nic}-nobody`) }),
        consoleLog,
        monitorSocket,
      }),
      pidFile,
      errorLog: join(image.folder, `${persona.name}.errors`),
      monitorSocket,
      outlivesStarter: false,
    });
    await untilReachable(route, 600);
    report(`${persona.name} has booted.`);
    const script = await readFile(join(recipe, 'settle.sh'), 'utf8');
    const command = ['bash', '-eu', '-s', persona.guest];
    const result = await runOverSsh(route, command, { stdin: script, timeout: 900, newConnection: true });
    if (result.code !== 0) throw new ProgramFailed([...command, `on ${persona.name}`], result);
    using qmp = await Qmp.connect(monitorSocket);
    await saveState(qmp, host.devices);
  } finally {
    await cutPower(monitorSocket, pidFile);
    await rm(run, { recursive: true, force: true });
  }
  for (const file of [host.disk, host.memory, host.devices]) await chmod(file, 0o444);
}
