import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { locateImage } from './build/image.js';
import { missingPackages, operatingSystem } from './build/requirements.js';

export type LabAvailability =
  | { readonly available: true }
  /** One sentence, and what to do about it. */
  | { readonly available: false; readonly reason: string };

/**
 * Whether `startLab` can work on this machine: it runs a lab that is built without further conditions, and builds one
 * on Debian 12 and later as root. Takes milliseconds and changes nothing.
 */
export async function labAvailability(): Promise<LabAvailability> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return unavailable(`The lab needs Linux on x86-64; this is ${process.platform} on ${process.arch}.`);
  }
  const { id, versionId } = await operatingSystem();
  const isRoot = process.getuid?.() === 0;
  const canInstall = isRoot && id === 'debian';
  const toRun = await missingPackages('run');
  if (toRun.length > 0 && !canInstall) {
    return unavailable(`The lab needs the Debian packages ${toRun.join(', ')}: install them.`);
  }
  const { folder, built } = await locateImage();
  if (built) return (await readable(join(folder, 'identity'))) ? { available: true } : unreadable(folder);
  if (id !== 'debian' || Number.parseInt(versionId, 10) < 12) {
    return unavailable(
      `The lab's hosts are built on Debian 12 or later; this is ${id || 'unknown'} ${versionId}.`,
    );
  }
  if (!isRoot)
    return unavailable('The lab’s hosts are not built yet; only root can: sudo npm run lab -- build');
  return { available: true };
}

function unavailable(reason: string): LabAvailability {
  return { available: false, reason };
}

function unreadable(folder: string): LabAvailability {
  return unavailable(`The lab in ${folder} was built by another user: run as that one, or set KVMNET_CACHE.`);
}

const readable = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
