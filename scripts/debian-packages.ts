import { readFileSync } from 'node:fs';
import { exclusively } from './exclusive.js';
import { lastLines, runCommand } from './run-command.js';
import { ready, unavailable, type Progress, type SetUp } from './set-up.js';

/** Whether packages can be installed here: Debian, and root. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && isDebian();
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Installs Debian packages from the sources that the machine names.
 *
 * @param isThere whether what they bring is there already: asked again when it is this process's turn.
 */
export async function installPackages(
  names: readonly string[],
  progress: Progress,
  isThere: () => boolean,
): Promise<SetUp<void>> {
  const list = names.join(', ');
  if (!canInstallPackages())
    return unavailable(`${list} can be installed only on Debian as root`, `Install ${list} by hand.`);
  return exclusively(
    'apt',
    () => progress('Waiting for another process that installs packages …'),
    async () => {
      if (isThere()) return ready(undefined);
      progress(`apt-get: ${names.join(' ')} …`);
      // The package lists may be missing, or older than the mirror: then they are read, and it is tried again.
      let run = await apt('install', '--no-install-recommends', ...names);
      if (run.code !== 0) {
        await apt('update');
        run = await apt('install', '--no-install-recommends', ...names);
      }
      if (run.code === 0 && isThere()) return ready(undefined);
      return unavailable(
        `apt-get could not install ${list}:\n${lastLines(run.output)}`,
        `Install ${list} by hand.`,
      );
    },
  );
}

function apt(...args: readonly string[]): ReturnType<typeof runCommand> {
  // Another apt may run on this machine (unattended upgrades, the lab's set-up): wait for it.
  return runCommand(['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=600', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
