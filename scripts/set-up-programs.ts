import { installPackages } from './debian-packages.js';
import { findOnPath } from './find-on-path.js';
import { ready, type Progress, type SetUp } from './set-up.js';

/** Programs that unit tests compare with, and the Debian packages that have them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  sshd: 'openssh-server',
  ssh: 'openssh-client',
  sudo: 'sudo',
  shellcheck: 'shellcheck',
  openssl: 'openssl',
  ps: 'procps',
  ip: 'iproute2',
  ping: 'iputils-ping',
};

const missing = (): readonly string[] =>
  Object.keys(PROGRAMS).filter((name) => findOnPath([name]) === undefined);

/** Installs what unit tests compare with; tests of what cannot be had are skipped, with the reason. */
export async function setUpPrograms(progress: Progress): Promise<SetUp<void>> {
  const lacking = missing();
  if (lacking.length === 0) return ready(undefined);
  const packages = [...new Set(lacking.map((name) => PROGRAMS[name] ?? name))];
  return installPackages(packages, progress, () => missing().length === 0);
}
