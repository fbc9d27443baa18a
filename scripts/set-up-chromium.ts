import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { exclusively } from './exclusive.js';
import { findOnPath, isExecutable } from './find-on-path.js';
import { lastLines, runCommand } from './run-command.js';
import { printProgress, ready, unavailable, type Progress, type SetUp } from './set-up.js';

/** Names under which a Chromium that Playwright can drive is installed, the plainest first. */
const programNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Without a font, headless Chromium draws empty boxes; Debian's chromium does not depend on one. */
const debianPackages = ['chromium', 'fonts-dejavu-core'];

/**
 * The path of a Chromium: `KVMNET_CHROMIUM`, else the first on the PATH, else (Debian, as root) it is installed with
 * apt from the sources that the machine names.
 */
export async function setUpChromium(progress: Progress = printProgress): Promise<SetUp<string>> {
  const named = process.env.KVMNET_CHROMIUM;
  if (named !== undefined) {
    return isExecutable(named)
      ? ready(named)
      : unavailable(
          `KVMNET_CHROMIUM names ${named}, which cannot be run`,
          'Correct or unset KVMNET_CHROMIUM.',
        );
  }
  const found = findOnPath(programNames);
  if (found !== undefined) return ready(found);
  if (!isDebian() || process.getuid?.() !== 0) {
    return unavailable(
      'there is no Chromium on the PATH, and it can be installed only on Debian as root',
      'Install Chromium or Chrome, or set KVMNET_CHROMIUM to its program file.',
    );
  }
  return exclusively(
    'apt-chromium',
    () => progress('Waiting for another process that installs Chromium …'),
    async () => installWithApt(progress),
  );
}

async function installWithApt(progress: Progress): Promise<SetUp<string>> {
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-q', '-y', '--no-install-recommends', ...debianPackages],
  ];
  for (const argv of steps) {
    if (findOnPath(programNames) !== undefined) break;
    progress(`Chromium: ${argv.join(' ')} …`);
    // Another apt may run on this machine (unattended upgrades, the lab's set-up): wait for it.
    const [program, ...args] = argv;
    const run = await runCommand([program, '-o', 'DPkg::Lock::Timeout=600', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (run.code !== 0 && argv[1] === 'install') {
      return unavailable(
        `apt-get could not install Chromium:\n${lastLines(run.output)}`,
        'Install the Debian package "chromium" by hand.',
      );
    }
  }
  const installed = findOnPath(programNames);
  return installed === undefined
    ? unavailable(
        'apt-get has run, but there is no Chromium on the PATH',
        'Set KVMNET_CHROMIUM to its program file.',
      )
    : ready(installed);
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const chromium = await setUpChromium();
  printProgress(chromium.kind === 'ready' ? chromium.thing : `${chromium.reason}\n${chromium.nextStep}`);
  if (chromium.kind === 'unavailable') process.exitCode = 1;
}
