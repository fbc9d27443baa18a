import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exclusively } from '../../scripts/exclusive.js';
import { cacheDirectory, fingerprint } from '../../scripts/repository.js';
import { runOrThrow } from '../program.js';
import { personas, type LabHostName } from '../recipe/hosts.js';
import { makeBootFiles } from './boot-files.js';
import { installPackages, missingPackages, qemuVersion } from './requirements.js';
import { makeRootFolder, personalise } from './root-folder.js';
import { saveSettledHost } from './settle.js';

/** What all labs of one recipe share; read only once it is built. */
export interface LabImage {
  readonly folder: string;
  readonly kernel: string;
  readonly initrd: string;
  /** Private key of everybody who may log in. */
  readonly identityFile: string;
  readonly host: (name: LabHostName) => SettledHost;
}

/** A host that booted, settled and was stopped in the middle of an instruction. */
export interface SettledHost {
  /** Raw. */
  readonly disk: string;
  readonly memory: string;
  /** Everything of the machine but its memory. */
  readonly devices: string;
  /** One line, as in known_hosts without the names. */
  readonly publicKeyFile: string;
}

export type Report = (line: string) => void;

/** Bytes of the hosts' disk; holes take no room. */
const diskSize = '8G';

const recipeFolder = fileURLToPath(new URL('../recipe/', import.meta.url));

/** The image of the recipe as it is now, built if nobody has built it yet; builders of other processes are waited for. */
export async function prepareImage(report: Report): Promise<LabImage> {
  await installPackages(await missingPackages('run'), report);
  const { folder, built } = await locateImage();
  if (built) {
    // Says when it was last used; see removeOldImages.
    await utimes(folder, new Date(), new Date());
    return imageIn(folder);
  }
  return exclusively(
    folder,
    () => report('Another process is building the lab: waiting for it.'),
    async () => {
      if (!(await isThere(folder))) await buildImage(folder, report);
      return imageIn(folder);
    },
  );
}

/** Where the image of the recipe belongs, and whether it is there. */
export async function locateImage(): Promise<{ readonly folder: string; readonly built: boolean }> {
  const folder = cacheDirectory('lab', fingerprint(await recipeText(recipeFolder), await qemuVersion()));
  return { folder, built: await isThere(folder) };
}

async function buildImage(folder: string, report: Report): Promise<void> {
  const started = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  await installPackages(await missingPackages('build'), report);
  const work = `${folder}.building`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true, mode: 0o755 });
  const root = join(work, 'root.d');
  const image = imageIn(work);
  await makeKey(image.identityFile, 'kvmnet-lab');
  const publicKey = await readFile(`${image.identityFile}.pub`, 'utf8');
  report('Installing the hosts’ system (about a minute, 300 MB of packages).');
  await makeRootFolder(root, recipeFolder, publicKey);
  report(`Installed after ${seconds()}.`);
  await makeBootFiles(root, recipeFolder, work);
  for (const persona of personas) {
    const host = image.host(persona.name);
    const hostKey = host.publicKeyFile.replace(/\.pub$/, '');
    await makeKey(hostKey, persona.name);
    await personalise(root, persona, hostKey);
    await runOrThrow(['mke2fs', '-q', '-t', 'ext4', '-d', root, host.disk, diskSize]);
  }
  await rm(root, { recursive: true });
  report(`Booting the hosts for the first time after ${seconds()} (a few minutes).`);
  await Promise.all(
    personas.map(async (persona) => {
      await saveSettledHost(persona, image, recipeFolder, report);
      report(`${persona.name} has settled and is saved after ${seconds()}.`);
    }),
  );
  await rename(work, folder);
  await removeOldImages();
}

/** Images (2 GB each) that nobody has used for a week, and what is left of builds that nobody has finished. */
async function removeOldImages(): Promise<void> {
  const week = 7 * 24 * 3600 * 1000;
  for (const name of await readdir(cacheDirectory('lab'))) {
    const folder = cacheDirectory('lab', name);
    const { mtimeMs } = await stat(folder);
    if (name !== 'run' && Date.now() - mtimeMs > week) await rm(folder, { recursive: true });
  }
}

async function makeKey(file: string, comment: string): Promise<void> {
  await runOrThrow(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file]);
}

/** The image in a folder that is known to have one. */
export function imageIn(folder: string): LabImage {
  return {
    folder,
    kernel: join(folder, 'kernel'),
    initrd: join(folder, 'initrd'),
    identityFile: join(folder, 'identity'),
    host: (name) => ({
      disk: join(folder, `${name}.disk`),
      memory: join(folder, `${name}.memory`),
      devices: join(folder, `${name}.devices`),
      publicKeyFile: join(folder, `${name}.key.pub`),
    }),
  };
}

function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

async function recipeText(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.map((file, index) => `${file.slice(folder.length)}\n${texts[index] ?? ''}`).join('\n');
}
