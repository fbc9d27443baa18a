import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HostKey } from './host-key.js';
import { hashName } from './host-name-pattern.js';

/**
 * Appends one line with one write, which O_APPEND keeps apart from what other programs append at the same time. A new file
 * gets mode 0600, a new folder 0700; an existing file keeps its mode. Rejects when the file cannot be written.
 */
export async function rememberHostKey(
  file: string,
  name: string,
  key: HostKey,
  options: { readonly hashed: boolean },
): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // A last line without its end would swallow ours.
    const start = size > 0 && last.toString() !== '\n' ? '\n' : '';
    const written = options.hashed ? hashName(name, randomBytes(20)) : name;
    await handle.appendFile(`${start}${written} ${key.type} ${key.blob.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
