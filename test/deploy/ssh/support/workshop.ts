import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa';

/** A folder of throw-away keys and files. */
export class Workshop {
  private constructor(readonly folder: string) {}

  static async open(): Promise<Workshop> {
    const folder = await mkdtemp(join(tmpdir(), 'kvmnet-ssh-'));
    // sshd reads authorized_keys with the rights of who logs in.
    await chmod(folder, 0o711);
    return new Workshop(folder);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** @returns the path of the private key */
  key(name: string, type: KeyType = 'ed25519', passphrase = '', ...more: readonly string[]): string {
    const path = this.path(name);
    const size = type === 'rsa' ? ['-b', '2048'] : [];
    execFileSync('ssh-keygen', [
      ...['-q', '-t', type, '-N', passphrase, '-C', name, '-f', path],
      ...size,
      ...more,
    ]);
    return path;
  }

  async publicKey(name: string): Promise<string> {
    return (await readFile(this.path(`${name}.pub`), 'utf8')).trim();
  }

  /** The line of known_hosts for a host key of this workshop. */
  async knownHost(names: string, key: string): Promise<string> {
    const [type = '', base64 = ''] = (await this.publicKey(key)).split(' ');
    return `${names} ${type} ${base64}\n`;
  }

  /** `SHA256:…`, as ssh-keygen prints it. */
  fingerprint(key: string): string {
    return (
      execFileSync('ssh-keygen', ['-lf', this.path(`${key}.pub`)], { encoding: 'utf8' }).split(' ')[1] ?? ''
    );
  }

  async file(name: string, content: string, mode = 0o600): Promise<string> {
    const path = this.path(name);
    await writeFile(path, content, { mode });
    return path;
  }

  read(name: string): Promise<string> {
    return readFile(this.path(name), 'utf8');
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
