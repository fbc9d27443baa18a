import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageIn, prepareImage, type Report } from '../build/image.js';
import { personas, type DataNic, type LabHostName } from '../recipe/hosts.js';
import { LabHost } from './lab-host.js';
import { findPlace, makePlace, removePlace, sweepPlaces, type LabPlace } from './place.js';
import { freePort } from './ports.js';
import { sshConfig } from './ssh.js';

/** Hosts with cables between them, in a state of their own. */
export interface Lab extends AsyncDisposable {
  readonly hosts: readonly [LabHost, ...LabHost[]];
  /** Throws if the lab has no such host. */
  host(name: LabHostName): LabHost;
  /** `ssh -F FILE kvm1` logs in as admin; any OpenSSH client's configuration. */
  readonly sshConfigFile: string;
  readonly knownHostsFile: string;
  readonly identityFile: string;
  /** Plugs or unplugs the cable of a data NIC: both ends gain or lose their carrier. */
  setCable(nic: DataNic, plugged: boolean): Promise<void>;
  /** Puts all hosts into their settled state again; ports and keys stay. A few seconds. */
  restore(): Promise<void>;
  /** Ends the hosts and forgets what they did. */
  stop(): Promise<void>;
}

export interface LabOptions {
  /** Default 2. A lab of one host has kvm1, whose cables end nowhere. */
  readonly hosts?: 1 | 2;
  /** Told what takes long. Default: standard error. */
  readonly report?: Report;
}

/** The lab that `npm run lab` keeps running. */
const keptName = 'kept';
const keptPorts: Readonly<Record<LabHostName, number>> = { kvm1: 2201, kvm2: 2202 };

/**
 * Starts hosts in their settled state; builds the image before, if nobody has (a few minutes).
 * The lab ends with this process at the latest.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const image = await prepareImage(options.report ?? reportToStandardError);
  await sweepPlaces();
  const hosts = await Promise.all(
    personas.slice(0, options.hosts ?? 2).map(async ({ name }) => ({ name, sshPort: await freePort() })),
  );
  const name = `${process.pid}-${hosts[0]?.sshPort ?? 0}`;
  return startIn(await makePlace(name, { imageFolder: image.folder, owner: process.pid, hosts }));
}

/** Starts the one lab that goes on running after this process, or starts it anew. */
export async function startKeptLab(options: LabOptions = {}): Promise<Lab> {
  const image = await prepareImage(options.report ?? reportToStandardError);
  await sweepPlaces();
  const former = await findPlace(keptName);
  if (former !== undefined) await removePlace(former);
  const wanted = personas.slice(0, options.hosts ?? 2);
  const hosts = await Promise.all(
    wanted.map(async ({ name }) => ({ name, sshPort: await freePort(keptPorts[name]) })),
  );
  return startIn(await makePlace(keptName, { imageFolder: image.folder, owner: undefined, hosts }));
}

/** The lab that goes on running, if there is one. */
export async function findKeptLab(): Promise<Lab | undefined> {
  const place = await findPlace(keptName);
  return place === undefined ? undefined : labIn(place);
}

async function startIn(place: LabPlace): Promise<Lab> {
  const lab = await labIn(place);
  const config = { identityFile: lab.identityFile, knownHostsFile: lab.knownHostsFile };
  await writeFile(lab.knownHostsFile, lab.hosts.map((host) => `${host.knownHostsLine}\n`).join(''));
  await writeFile(
    lab.sshConfigFile,
    lab.hosts.map(({ name, sshPort }) => sshConfig({ name, port: sshPort, ...config })).join('\n'),
  );
  try {
    await lab.restore();
    return lab;
  } catch (error) {
    await lab.stop();
    throw error;
  }
}

async function labIn(place: LabPlace): Promise<Lab> {
  const image = imageIn(place.imageFolder);
  const [first, ...others] = await Promise.all(
    place.hosts.map(async ({ name }) => {
      const publicKey = await readFile(image.host(name).publicKeyFile, 'utf8');
      return new LabHost(name, place, image, publicKey.trim());
    }),
  );
  if (first === undefined) throw new Error(`The lab in ${place.folder} has no hosts.`);
  const hosts: readonly [LabHost, ...LabHost[]] = [first, ...others];
  const onAll = async (action: (host: LabHost) => Promise<void>): Promise<void> => {
    await Promise.all(hosts.map(action));
  };
  return {
    hosts,
    host: (name) => {
      const host = hosts.find((each) => each.name === name);
      if (host === undefined) throw new Error(`This lab has no host ${name}.`);
      return host;
    },
    sshConfigFile: join(place.folder, 'ssh_config'),
    knownHostsFile: join(place.folder, 'known_hosts'),
    identityFile: image.identityFile,
    setCable: (nic, plugged) => onAll((host) => host.setLink(nic, plugged)),
    restore: () => onAll((host) => host.restore()),
    stop: () => removePlace(place),
    [Symbol.asyncDispose]: () => removePlace(place),
  };
}

function reportToStandardError(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}
