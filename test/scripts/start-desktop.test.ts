import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Opening } from '../../scripts/opening.js';
import { findDesktopEditor, openDesktopEditor } from '../../scripts/start-desktop.js';

/** A `code` that writes down how it was called: the real one cannot be had without a screen. */
const recordingCode = `#!/bin/sh
for argument in "$@"; do printf '%s\\n' "$argument"; done >> "$0.log"
echo >> "$0.log"
`;

describe('The VS Code of the desktop', () => {
  let directory: string;
  let code: string;
  const opening: Opening = {
    vsix: '/somewhere/kvmnet.vsix',
    folder: '/somewhere/examples',
    file: '/somewhere/examples/rack/hosts.kvmnet',
    settings: { 'kvmnet.preview.openAutomatically': true },
    open: true,
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kvmnet-desktop-'));
    code = join(directory, 'code');
    await writeFile(code, recordingCode);
    await chmod(code, 0o755);
    vi.stubEnv('KVMNET_CACHE', directory);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true, force: true });
  });

  const calls = async (): Promise<readonly (readonly string[])[]> =>
    (await readFile(`${code}.log`, 'utf8'))
      .trimEnd()
      .split('\n\n')
      .map((call) => call.trim().split('\n'));

  it('gets the extension and is opened on the example, with folders of its own', async () => {
    expect(await openDesktopEditor(code, opening)).toBe(0);
    const userData = join(directory, 'editor/desktop/u');
    const own = ['--user-data-dir', userData, '--extensions-dir', join(directory, 'editor/desktop/e')];
    expect(await calls()).toEqual([
      [...own, '--install-extension', opening.vsix, '--force'],
      [...own, '--new-window', opening.folder, '--goto', opening.file],
    ]);
    const settings: unknown = JSON.parse(await readFile(join(userData, 'User/settings.json'), 'utf8'));
    expect(settings).toMatchObject(opening.settings);
  });

  it('keeps the settings that the person has made there', async () => {
    await openDesktopEditor(code, opening);
    const file = join(directory, 'editor/desktop/u/User/settings.json');
    await writeFile(
      file,
      JSON.stringify({ 'editor.fontSize': 20, 'kvmnet.preview.openAutomatically': false }),
    );
    await openDesktopEditor(code, opening);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      'editor.fontSize': 20,
      'kvmnet.preview.openAutomatically': true,
    });
  });

  it('is not used in the terminal of a remote VS Code', () => {
    vi.stubEnv('PATH', directory);
    vi.stubEnv('DISPLAY', ':0');
    vi.stubEnv('VSCODE_IPC_HOOK_CLI', '/run/some.sock');
    expect(findDesktopEditor()).toBeUndefined();
  });
});
