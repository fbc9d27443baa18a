import { constants } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabImage } from '../build/image.js';
import { ProgramFailed, runOrThrow, type ProgramResult } from '../program.js';
import { personas, type LabHostName, type LabNic, type Persona } from '../recipe/hosts.js';
import { machineArguments, type MachineMemory } from '../recipe/machine.js';
import { abandon, cutPower, launchMachine, runningPid } from './machine-process.js';
import type { LabPlace } from './place.js';
import { freePort } from './ports.js';
import { Qmp } from './qmp.js';
import { restoreState, restoringArguments, saveState } from './saved-state.js';
import {
  closeSharedConnections,
  knownHostsLine,
  runOverSsh,
  untilReachable,
  type ExecOptions,
  type HostCommand,
  type SshRoute,
} from './ssh.js';

/** A host that was stopped between two instructions: files that are only read from then on. */
export interface KeptState {
  readonly disk: string;
  readonly format: 'raw' | 'qcow2';
  readonly memory: string;
  /** Everything of the machine but its memory. */
  readonly devices: string;
}

/** One host of a lab. Nothing of it is kept in this process: two objects for the same host agree. */
export class LabHost {
  readonly name: LabHostName;
  /** On 127.0.0.1. */
  readonly sshPort: number;
  /** Private key of root, admin and operator. */
  readonly identityFile: string;
  /** Type and base64, as in a .pub file. */
  readonly hostPublicKey: string;
  /** What the host wrote to its serial console since the lab started. */
  readonly consoleLog: string;
  /** The guest that it has: defined, shut off, no disk, no interfaces. */
  readonly guest: string;

  readonly #persona: Persona;
  readonly #place: LabPlace;
  readonly #image: LabImage;
  readonly #disk: string;
  readonly #pidFile: string;
  readonly #monitorSocket: string;
  readonly #route: SshRoute;

  constructor(name: LabHostName, place: LabPlace, image: LabImage, hostPublicKey: string) {
    const persona = personas.find((each) => each.name === name);
    const placed = place.hosts.find((each) => each.name === name);
    if (persona === undefined || placed === undefined) throw new Error(`This lab has no host ${name}.`);
    this.#persona = persona;
    this.#place = place;
    this.#image = image;
    this.name = name;
    this.sshPort = placed.sshPort;
    this.identityFile = image.identityFile;
    this.hostPublicKey = hostPublicKey;
    this.guest = persona.guest;
    this.consoleLog = join(place.folder, `${name}.console`);
    this.#disk = join(place.folder, `${name}.disk`);
    this.#pidFile = join(place.folder, `${name}.pid`);
    this.#route = {
      name,
      configFile: join(place.folder, 'ssh_config'),
      socketFolder: place.socketFolder,
    };
    this.#monitorSocket = join(place.socketFolder, `${name}.monitor`);
  }

  /** For a known_hosts file. */
  get knownHostsLine(): string {
    return knownHostsLine(this.sshPort, this.hostPublicKey);
  }

  /** Runs a command over plain ssh, as root unless told otherwise. The exit code says how it went; 255: no connection. */
  exec(command: HostCommand, options: ExecOptions = {}): Promise<ProgramResult> {
    return runOverSsh(this.#route, command, options);
  }

  /** Runs a command that has to succeed, and gives its standard output. */
  async run(command: HostCommand, options: ExecOptions = {}): Promise<string> {
    const result = await this.exec(command, options);
    if (result.code === 0) return result.stdout;
    const argv = typeof command === 'string' ? [command] : command;
    throw new ProgramFailed([...argv, `on ${this.name}`], result);
  }

  /** Runs a command that has to succeed and to print one JSON document (`ip -j`, `bridge -j`). */
  async json(command: HostCommand, options: ExecOptions = {}): Promise<unknown> {
    return JSON.parse(await this.run(command, options));
  }

  /** Gives a guest's real TAPs their place without running a single instruction of it. */
  async startGuest(name: string = this.guest): Promise<void> {
    await this.run(['virsh', '--quiet', 'start', '--paused', name]);
  }

  /** Gives the NIC a carrier, or takes it; the other end of the cable does not notice (see `Lab.setCable`). */
  async setLink(nic: LabNic, up: boolean): Promise<void> {
    using qmp = await Qmp.connect(this.#monitorSocket);
    await qmp.execute('set_link', { name: nic, up });
  }

  /** A further port on 127.0.0.1 that leads to this host, for another address or port of it. Gone after a power cut. */
  async forward(address: string, port = 22): Promise<number> {
    const local = await freePort();
    using qmp = await Qmp.connect(this.#monitorSocket);
    const command = `hostfwd_add eth0 tcp:127.0.0.1:${local}-${address}:${port}`;
    const answer = await qmp.execute('human-monitor-command', { 'command-line': command });
    if (answer !== '') throw new Error(`QEMU refuses ${command}: ${String(answer)}`);
    return local;
  }

  /** Process id of its QEMU; nothing while its power is cut. */
  async pid(): Promise<number | undefined> {
    return runningPid(this.#pidFile);
  }

  /** From one instruction to the next it is gone; what it had not written to its disk is lost. */
  async powerCut(): Promise<void> {
    await closeSharedConnections(this.#route);
    await cutPower(this.#monitorSocket, this.#pidFile);
  }

  /** Starts it from its disk (30 to 60 s) and waits until root can log in. Its other addresses may come later. */
  async boot(): Promise<void> {
    await this.powerOn();
    await this.waitUntilReachable();
  }

  /** Starts it from its disk, and waits for nothing. */
  async powerOn(): Promise<void> {
    if ((await this.pid()) !== undefined) throw new Error(`${this.name} is running: cut its power first.`);
    await this.#launch({ kind: 'plain' }, []);
  }

  /** The reset button, held until root can log in again. */
  async reset(): Promise<void> {
    await this.powerCut();
    await this.boot();
  }

  /** Waits until root can log in at the management address that the host was delivered with. Seconds. */
  async waitUntilReachable(timeout = 300): Promise<void> {
    await untilReachable(this.#route, timeout);
  }

  /** Puts it into its settled state, or one that was kept, on a fresh disk, whatever it did before. */
  async restore(kept?: KeptState): Promise<void> {
    const from = kept ?? this.#settled();
    await this.#restoreWith(from, { kind: 'private', file: from.memory });
  }

  /**
   * Puts it into its settled state, lets `prepare` do something to it, and keeps what it comes to: `restore` then brings
   * it back in seconds, as often as one likes. It ends switched off. What is kept goes with the lab; 1 GB.
   */
  async keep(name: string, prepare: () => Promise<void>): Promise<KeptState> {
    const kept: KeptState = {
      disk: join(this.#place.folder, `${this.name}.${name}.disk`),
      format: 'qcow2',
      memory: join(this.#place.folder, `${this.name}.${name}.memory`),
      devices: join(this.#place.folder, `${this.name}.${name}.devices`),
    };
    const settled = this.#settled();
    await copyFile(settled.memory, kept.memory, constants.COPYFILE_FICLONE);
    await this.#restoreWith(settled, { kind: 'shared', file: kept.memory });
    await prepare();
    await closeSharedConnections(this.#route);
    {
      using qmp = await Qmp.connect(this.#monitorSocket);
      await saveState(qmp, kept.devices);
    }
    await cutPower(this.#monitorSocket, this.#pidFile);
    await rename(this.#disk, kept.disk);
    return kept;
  }

  #settled(): KeptState {
    const { disk, memory, devices } = this.#image.host(this.name);
    return { disk, format: 'raw', memory, devices };
  }

  async #restoreWith(from: KeptState, memory: MachineMemory): Promise<void> {
    await closeSharedConnections(this.#route);
    await abandon(this.#pidFile);
    const backing = ['-b', from.disk, '-F', from.format];
    await runOrThrow(['qemu-img', 'create', '-q', '-f', 'qcow2', ...backing, this.#disk]);
    await this.#launch(memory, restoringArguments);
    {
      using qmp = await Qmp.connect(this.#monitorSocket);
      await restoreState(qmp, from.devices);
    }
    await this.#setClock();
  }

  async #launch(memory: MachineMemory, extra: readonly string[]): Promise<void> {
    const socket = (name: LabHostName, nic: string): string =>
      join(this.#place.socketFolder, `${name}-${nic}`);
    const peer = this.name === 'kvm1' ? 'kvm2' : 'kvm1';
    const args = machineArguments(this.#persona, {
      kernel: this.#image.kernel,
      initrd: this.#image.initrd,
      disk: { file: this.#disk, format: 'qcow2' },
      memory,
      sshPort: this.sshPort,
      cableEnd: (nic) => ({ local: socket(this.name, nic), remote: socket(peer, nic) }),
      consoleLog: this.consoleLog,
      monitorSocket: this.#monitorSocket,
    });
    await launchMachine({
      args: [...args, ...extra],
      pidFile: this.#pidFile,
      errorLog: join(this.#place.folder, `${this.name}.errors`),
      monitorSocket: this.#monitorSocket,
      outlivesStarter: this.#place.owner === undefined,
    });
  }

  /** Its clock stood still while it was saved. The login goes before, as it takes a while. */
  async #setClock(): Promise<void> {
    // On a machine that is busy with other things an emulated host needs more than a minute for a login.
    const deadline = Date.now() + 240_000;
    for (;;) {
      const result = await this.exec(['true'], { timeout: 30 });
      if (result.code === 0) break;
      if (Date.now() > deadline) throw new ProgramFailed(['ssh', this.name, 'true'], result);
      await sleep(200);
    }
    await this.run(['date', '--set', `@${Date.now() / 1000}`]);
  }
}
