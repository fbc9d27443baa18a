// What `npm start` and `npm test` run first. Plain JavaScript without dependencies: none may be installed yet.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs `npm ci` unless what is installed is what package-lock.json asks for. Ends the process if that fails. */
export function installDependencies() {
  expectNode();
  if (isInstalled()) return;
  process.stderr.write('Installing what KVMNet is built with (npm ci) …\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.status === 0) return;
  process.stderr.write('npm ci has failed: see above. It needs the registry that npm is set to.\n');
  process.exit(1);
}

function expectNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 10)) return;
  process.stderr.write(`KVMNet needs Node 20.10 or later; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** npm keeps what it has installed in a lock file of its own, of the same form. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    // Optional packages are for some machines only.
    if (installed[path] === undefined) return optional === true || devOptional === true;
    return installed[path].version === version;
  });
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(`${root}/${lockFile}`, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}
