import { execFileSync } from 'node:child_process';
import { chown, mkdir, readFile } from 'node:fs/promises';
import type { Workshop } from './workshop.js';

/** An account that only the server of a test and its children see. */
export interface Account {
  readonly name: string;
  readonly password: string;
  /** What sudoers allows, after the name: `ALL=(ALL:ALL) ALL`. Nothing when left out. */
  readonly sudo?: string;
}

const FIRST_UID = 64_100;

/**
 * Shell commands that put accounts, sudoers and PAM rules in place by bind mounts, to be run in a mount namespace of their
 * own: the accounts of the machine stay as they are, and nothing is left behind.
 */
export async function mountsOf(workshop: Workshop, accounts: readonly Account[]): Promise<readonly string[]> {
  const passwd = [await readFile('/etc/passwd', 'utf8')];
  const shadow = [await readFile('/etc/shadow', 'utf8')];
  const sudoers = ['Defaults env_reset', 'Defaults !lecture'];
  for (const [index, { name, password, sudo }] of accounts.entries()) {
    const uid = FIRST_UID + index;
    const home = workshop.path(`home-${name}`);
    await mkdir(home, { recursive: true, mode: 0o700 });
    await chown(home, uid, uid);
    const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], {
      input: `${password}\n`,
      encoding: 'utf8',
    });
    passwd.push(`${name}:x:${uid}:${uid}::${home}:/bin/sh\n`);
    shadow.push(`${name}:${hash.trim()}:19000:0:99999:7:::\n`);
    if (sudo !== undefined) sudoers.push(`${name} ${sudo}`);
  }
  const pam = [
    'auth required pam_unix.so',
    'account required pam_unix.so',
    'session required pam_permit.so',
    '',
  ];
  const files: readonly (readonly [string, string, number])[] = [
    ['/etc/passwd', passwd.join(''), 0o644],
    ['/etc/shadow', shadow.join(''), 0o600],
    ['/etc/sudoers', `${sudoers.join('\n')}\n`, 0o440],
    ['/etc/pam.d/sshd', pam.join('\n'), 0o644],
    ['/etc/pam.d/sudo', pam.join('\n'), 0o644],
  ];
  return await Promise.all(
    files.map(async ([path, content, mode]) => {
      const copy = await workshop.file(`mounted${path.replaceAll('/', '-')}`, content, mode);
      return `mount --bind ${copy} ${path}`;
    }),
  );
}
