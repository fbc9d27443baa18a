import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../program.js';

/** A program that the lab runs, and the Debian package that has it. */
interface Requirement {
  readonly program: string;
  readonly package: string;
}

const toRun: readonly Requirement[] = [
  { program: 'qemu-system-x86_64', package: 'qemu-system-x86' },
  { program: 'qemu-img', package: 'qemu-utils' },
  { program: 'ssh', package: 'openssh-client' },
  { program: 'flock', package: 'util-linux' },
  { program: 'setpriv', package: 'util-linux' },
];

const toBuild: readonly Requirement[] = [
  { program: 'mmdebstrap', package: 'mmdebstrap' },
  { program: 'mke2fs', package: 'e2fsprogs' },
  { program: 'cpio', package: 'cpio' },
  { program: 'xz', package: 'xz-utils' },
  { program: 'ssh-keygen', package: 'openssh-client' },
];

/** Read as files, not run. */
const files = [
  { path: '/bin/busybox', package: 'busybox-static' },
  { path: '/usr/share/keyrings/debian-archive-keyring.gpg', package: 'debian-archive-keyring' },
] as const;

/** The Debian packages that this machine lacks to run a lab that is built, or to build one. */
export async function missingPackages(purpose: 'run' | 'build'): Promise<string[]> {
  const missing = new Set<string>();
  for (const requirement of purpose === 'run' ? toRun : [...toRun, ...toBuild]) {
    if (!(await onPath(requirement.program))) missing.add(requirement.package);
  }
  if (purpose === 'build') {
    for (const file of files) if (!(await readable(file.path))) missing.add(file.package);
    // A busybox that needs shared libraries does not run in an initrd.
    const { stdout } = await runProgram(['dpkg-query', '--show', '--showformat=${Status}', 'busybox-static']);
    if (!stdout.includes('install ok installed')) missing.add('busybox-static');
  }
  return [...missing].sort();
}

export async function installPackages(
  names: readonly string[],
  report: (line: string) => void,
): Promise<void> {
  if (names.length === 0) return;
  report(`Installing ${names.join(', ')} with apt-get.`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may run on this machine: wait for it.
  const apt = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', '-q', '-y'];
  const install = [...apt, 'install', '--no-install-recommends', ...names];
  if ((await runProgram(install, { env })).code === 0) return;
  // The package lists may be missing or older than the mirror.
  await runProgram([...apt, 'update'], { env });
  const result = await runProgram(install, { env });
  if (result.code !== 0) throw new Error(`apt-get could not install ${names.join(', ')}:\n${result.stderr}`);
}

/** Version of QEMU as it says it; a saved state is restored only by the version that saved it. */
export async function qemuVersion(): Promise<string> {
  const { stdout } = await runProgram(['qemu-system-x86_64', '--version']);
  return stdout.split('\n')[0] ?? '';
}

export interface OperatingSystem {
  readonly id: string;
  readonly versionId: string;
  readonly codename: string;
}

export async function operatingSystem(): Promise<OperatingSystem> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(text)?.[1] ?? '';
  return { id: field('ID'), versionId: field('VERSION_ID'), codename: field('VERSION_CODENAME') };
}

async function onPath(program: string): Promise<boolean> {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    if (await executable(join(folder, program))) return true;
  }
  return false;
}

const readable = (path: string): Promise<boolean> =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  );

const executable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
