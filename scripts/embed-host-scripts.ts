/**
 * Writes the scripts that run on hosts into src/deploy/generated/host-scripts.ts, so that they are in every bundle without a
 * file beside it. `--check` says whether that file is current instead.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';

const folder = join(repositoryRoot, 'src/deploy/host-scripts');
const target = join(repositoryRoot, 'src/deploy/generated/host-scripts.ts');

/** Each script of the host, and the parts that it is made of, in order: functions first, what runs them last. */
const HOST_SCRIPTS = {
  observeScript: ['observe.sh'],
  probeScript: ['probe.sh'],
  unpackScript: ['unpack.sh'],
  controlScript: ['control.sh'],
  engineScript: [
    'engine-core.sh',
    'engine-network-manager.sh',
    'engine-taps.sh',
    'engine-libvirt.sh',
    'engine-files.sh',
    'engine-transaction.sh',
    'engine-boot.sh',
    'engine-main.sh',
  ],
} as const;

const textOf = (parts: readonly string[]): string =>
  parts.map((part) => readFileSync(join(folder, part), 'utf8')).join('');

const generated = [
  '// Written by scripts/embed-host-scripts.ts from src/deploy/host-scripts. Do not edit.',
  ...Object.entries(HOST_SCRIPTS).map(
    ([name, parts]) => `export const ${name} = ${JSON.stringify(textOf(parts))};`,
  ),
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== generated) {
    console.error('src/deploy/generated/host-scripts.ts is not current: npm run generate:host-scripts');
    process.exitCode = 1;
  }
} else {
  mkdirSync(join(folder, '../generated'), { recursive: true });
  writeFileSync(target, generated);
}
