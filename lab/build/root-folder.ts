import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from '../program.js';
import type { Persona } from '../recipe/hosts.js';
import { excludedPaths, packages, suite } from '../recipe/packages.js';
import { operatorPassword } from '../recipe/users.js';
import { readAptSources, sourcesOf } from './apt-sources.js';
import { operatingSystem } from './requirements.js';

/** Installs the hosts' system into a new folder and makes it a lab host's, but for what distinguishes the hosts. */
export async function makeRootFolder(root: string, recipe: string, publicKey: string): Promise<void> {
  const { codename } = await operatingSystem();
  const sources = sourcesOf(suite, { codename, sources: await readAptSources() });
  if (sources.length === 0) {
    throw new Error(
      `The lab installs Debian ${suite} from the mirror that this machine uses, but the sources of apt name none for ` +
        `"${codename}". Add one to /etc/apt/sources.list.d.`,
    );
  }
  await runOrThrow([
    // However this process ends, mmdebstrap and all that it started end with it, and so do its mounts.
    ...['setpriv', '--pdeathsig', 'KILL', '--'],
    ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
    'mmdebstrap',
    '--quiet',
    '--mode=root',
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    ...excludedPaths.map((path) => `--dpkgopt=path-exclude=${path}`),
    '--dpkgopt=force-unsafe-io',
    ...(await machinesAptOptions()).map((option) => `--aptopt=${option}`),
    suite,
    root,
    ...sources,
  ]);
  await cp(join(recipe, 'files'), root, { recursive: true });
  await mkdir(join(root, 'tmp'), { recursive: true });
  await writeFile(join(root, 'tmp/authorized_keys'), publicKey);
  const script = await readFile(join(recipe, 'customise.sh'), 'utf8');
  await runOrThrow(['chroot', root, 'sh', '-eux', '-s', operatorPassword], { stdin: script });
}

/** Gives the root folder to one host. */
export async function personalise(
  root: string,
  host: Pick<Persona, 'name' | 'machineId' | 'managementAddress'>,
  hostKey: string,
): Promise<void> {
  await writeFile(join(root, 'etc/hostname'), `${host.name}\n`);
  await writeFile(join(root, 'etc/hosts'), `127.0.0.1 localhost\n127.0.1.1 ${host.name}\n::1 localhost\n`);
  await writeFile(join(root, 'etc/machine-id'), `${host.machineId}\n`);
  const profile = join(root, 'etc/NetworkManager/system-connections/eth0.nmconnection');
  const text = await readFile(profile, 'utf8');
  await writeFile(profile, text.replace(/^address1=.*$/m, `address1=${host.managementAddress}/24`));
  for (const suffix of ['', '.pub']) {
    const target = join(root, `etc/ssh/ssh_host_ed25519_key${suffix}`);
    await rm(target, { force: true });
    await cp(`${hostKey}${suffix}`, target);
    await chmod(target, suffix === '' ? 0o600 : 0o644);
  }
}

/** How this machine's apt reaches its mirrors (proxies, expired snapshots); mmdebstrap does not read its configuration. */
async function machinesAptOptions(): Promise<string[]> {
  const dump = await runOrThrow(['apt-config', 'dump', '--no-empty', 'Acquire']);
  return dump
    .split('\n')
    .filter((line) => /^Acquire::(Check-(Valid-Until|Date)|https?::(Proxy|Verify|CaInfo))\b/i.test(line));
}
