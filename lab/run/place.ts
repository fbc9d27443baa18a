import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory } from '../../scripts/repository.js';
import { personas, type LabHostName } from '../recipe/hosts.js';
import { abandon, isRunning } from './machine-process.js';

/** Where one lab keeps what it changes. Plain data: another process opens the same lab with it. */
export interface LabPlace {
  readonly folder: string;
  /** The image that its hosts come from, which may be that of an older recipe. */
  readonly imageFolder: string;
  /** Of its own, as the path of a Unix socket has at most 107 bytes (unix(7)). */
  readonly socketFolder: string;
  /** The process that the lab belongs to and ends with; none: it runs until it is stopped. */
  readonly owner: number | undefined;
  readonly hosts: readonly PlacedHost[];
}

export interface PlacedHost {
  readonly name: LabHostName;
  /** Port on 127.0.0.1. */
  readonly sshPort: number;
}

const placeFile = 'lab.json';

const labsFolder = (): string => cacheDirectory('lab', 'run');

export async function makePlace(
  name: string,
  content: Pick<LabPlace, 'owner' | 'hosts' | 'imageFolder'>,
): Promise<LabPlace> {
  const folder = join(labsFolder(), name);
  // Machines of a lab whose file cannot be read any more.
  await endMachines(folder);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const socketFolder = await mkdtemp(join(tmpdir(), 'kvmnet-lab-'));
  const place: LabPlace = { folder, socketFolder, ...content };
  await writeFile(join(folder, placeFile), `${JSON.stringify(place, undefined, 2)}\n`);
  return place;
}

/** The place of that name, if there is one that can be read. */
export async function findPlace(name: string): Promise<LabPlace | undefined> {
  const folder = join(labsFolder(), name);
  const text = await readFile(join(folder, placeFile), 'utf8').catch(() => 'null');
  const value = parsed(text);
  return value?.folder === folder ? value : undefined;
}

/** Ends and removes what labs of dead processes have left. */
export async function sweepPlaces(): Promise<void> {
  for (const name of await readdir(labsFolder()).catch(() => [])) {
    const place = await findPlace(name);
    if (place?.owner !== undefined && !isRunning(place.owner)) await removePlace(place);
  }
}

/** Ends the machines of a lab, whatever state they are in, and forgets it. */
export async function removePlace(place: LabPlace): Promise<void> {
  await endMachines(place.folder);
  await rm(place.socketFolder, { recursive: true, force: true });
  await rm(place.folder, { recursive: true, force: true });
}

async function endMachines(folder: string): Promise<void> {
  await Promise.all(personas.map((persona) => abandon(join(folder, `${persona.name}.pid`))));
}

function parsed(text: string): LabPlace | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { folder, imageFolder, socketFolder, owner, hosts } = value as Partial<
    Record<keyof LabPlace, unknown>
  >;
  if (
    typeof folder !== 'string' ||
    typeof imageFolder !== 'string' ||
    typeof socketFolder !== 'string' ||
    !Array.isArray(hosts)
  )
    return undefined;
  const placed = personas.flatMap(({ name }) => {
    const host: unknown = hosts.find((each: { name?: unknown } | null) => each?.name === name);
    const sshPort: unknown =
      typeof host === 'object' && host !== null ? Reflect.get(host, 'sshPort') : undefined;
    return typeof sshPort === 'number' ? [{ name, sshPort }] : [];
  });
  return {
    folder,
    imageFolder,
    socketFolder,
    owner: typeof owner === 'number' ? owner : undefined,
    hosts: placed,
  };
}
