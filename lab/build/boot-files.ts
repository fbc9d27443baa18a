import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runOrThrow } from '../program.js';
import { earlyModules } from '../recipe/packages.js';

/** Takes the kernel out of the root folder and makes the initrd that goes with it. */
export async function makeBootFiles(root: string, recipe: string, out: string): Promise<void> {
  const version = (await readdir(join(root, 'lib/modules')))[0];
  if (version === undefined) throw new Error('The image has no kernel modules.');
  await copyFile(join(root, `boot/vmlinuz-${version}`), join(out, 'kernel'));

  const folder = join(out, 'initrd.d');
  for (const path of ['bin', 'dev', 'modules', 'root']) await mkdir(join(folder, path), { recursive: true });
  await cp('/bin/busybox', join(folder, 'bin/busybox'), { dereference: true });
  await copyFile(join(recipe, 'initrd-init.sh'), join(folder, 'init'));
  await chmod(join(folder, 'init'), 0o755);
  const order: string[] = [];
  for (const path of await modulesInOrder(join(root, 'lib/modules', version))) {
    const name = basename(path).replace(/\.xz$/, '');
    const source = join(root, 'lib/modules', version, path);
    const target = join(folder, 'modules', name);
    await copyFile(source, path.endsWith('.xz') ? `${target}.xz` : target);
    if (path.endsWith('.xz')) await runOrThrow(['xz', '--decompress', `${target}.xz`]);
    order.push(name);
  }
  await writeFile(join(folder, 'modules/order'), `${order.join('\n')}\n`);
  const list = await runOrThrow(['find', '.'], { cwd: folder });
  const archive = join(out, 'initrd');
  await runOrThrow(['cpio', '--quiet', '--create', '--format=newc', '--owner=0:0', '-F', archive], {
    cwd: folder,
    stdin: list,
  });
  await rm(folder, { recursive: true });
}

/** Paths below the modules' folder, each after those that it needs. Those built into the kernel are not files. */
async function modulesInOrder(folder: string): Promise<string[]> {
  const needs = new Map<string, string[]>();
  for (const line of (await readFile(join(folder, 'modules.dep'), 'utf8')).split('\n')) {
    const [path, rest] = line.split(':');
    if (path && rest !== undefined) needs.set(path, rest.split(' ').filter(Boolean));
  }
  const named = new Map([...needs.keys()].map((path) => [basename(path).replace(/\.ko.*$/, ''), path]));
  const order = new Set<string>();
  const add = (path: string): void => {
    for (const needed of needs.get(path) ?? []) add(needed);
    order.add(path);
  };
  for (const name of earlyModules) {
    const path = named.get(name) ?? named.get(name.replaceAll('_', '-'));
    if (path !== undefined) add(path);
  }
  return [...order];
}
