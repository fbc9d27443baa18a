import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository, whatever the working directory is. */
export const repositoryRoot = resolve(fileURLToPath(new URL('..', import.meta.url)));

/**
 * Where downloads and built tools are kept between runs: `KVMNET_CACHE`, or `.cache` in the repository (git-ignored).
 * A relative `KVMNET_CACHE` counts from the repository, so that it means the same from every folder.
 */
export function cacheDirectory(...below: readonly string[]): string {
  return resolve(repositoryRoot, process.env.KVMNET_CACHE ?? '.cache', ...below);
}

/** A short name for a set of inputs: the same inputs, the same cache folder. */
export function fingerprint(...inputs: readonly string[]): string {
  return createHash('sha256').update(inputs.join('\n')).digest('hex').slice(0, 12);
}
