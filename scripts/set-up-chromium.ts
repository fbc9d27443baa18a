import { pathToFileURL } from 'node:url';
import { installPackages } from './debian-packages.js';
import { findOnPath, isExecutable } from './find-on-path.js';
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
  const installed = await installPackages(
    debianPackages,
    progress,
    () => findOnPath(programNames) !== undefined,
  );
  if (installed.kind === 'unavailable')
    return unavailable(
      `there is no Chromium on the PATH: ${installed.reason}`,
      'Install Chromium or Chrome, or set KVMNET_CHROMIUM to its program file.',
    );
  const path = findOnPath(programNames);
  return path === undefined
    ? unavailable(
        'apt-get has run, but there is no Chromium on the PATH',
        'Set KVMNET_CHROMIUM to its program file.',
      )
    : ready(path);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const chromium = await setUpChromium();
  printProgress(chromium.kind === 'ready' ? chromium.thing : `${chromium.reason}\n${chromium.nextStep}`);
  if (chromium.kind === 'unavailable') process.exitCode = 1;
}
