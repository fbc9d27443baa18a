import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LabHost } from '../../../lab/index.js';

/** Puts files into a folder of the host, which is emptied before; text by path, readable for root only. */
export async function upload(
  host: LabHost,
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const local = mkdtempSync(join(tmpdir(), 'kvmnet-upload-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(local, path)), { recursive: true });
      writeFileSync(join(local, path), text, { mode: 0o600 });
    }
    const archive = execFileSync('tar', ['-C', local, '-c', '--owner=0', '--group=0', '.']);
    await host.run(`rm -rf '${folder}' && mkdir -p '${folder}' && base64 -d | tar -x -C '${folder}'`, {
      stdin: archive.toString('base64'),
    });
  } finally {
    rmSync(local, { recursive: true });
  }
}
