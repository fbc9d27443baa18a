import { findOnPath } from './find-on-path.js';
import { makeEditorHostFolders, writeUserSettings } from './editor-host-folders.js';
import { hasDisplay } from './open-in-browser.js';
import { lastLines, runCommand } from './run-command.js';
import { printProgress } from './set-up.js';
import { editorHome, type Opening } from './opening.js';

/**
 * The `code` command of a VS Code on this machine, if it can show a window here. Not in a terminal of a remote VS Code,
 * whose `code` talks to that window and knows no folders of its own; and not as root, where it refuses to run.
 */
export function findDesktopEditor(): string | undefined {
  const isRemoteTerminal = process.env.VSCODE_IPC_HOOK_CLI !== undefined;
  if (isRemoteTerminal || !hasDisplay() || process.getuid?.() === 0) return undefined;
  return findOnPath(process.platform === 'win32' ? ['code.cmd', 'code'] : ['code']);
}

/** Installs the extension into a VS Code with folders of its own and opens it. The window stays when this ends. */
export async function openDesktopEditor(code: string, opening: Opening): Promise<number> {
  const folders = await makeEditorHostFolders(editorHome('desktop'));
  await writeUserSettings(folders, opening.settings);
  const own = ['--user-data-dir', folders.userData, '--extensions-dir', folders.extensions];
  const install = await runCommand([code, ...own, '--install-extension', opening.vsix, '--force']);
  if (install.code !== 0) {
    printProgress(`${code} refused the extension:\n${lastLines(install.output)}`);
    return 1;
  }
  const argv = [code, ...own, '--new-window', opening.folder, '--goto', opening.file] as const;
  if (!opening.open) {
    process.stdout.write(`${argv.join(' ')}\n`);
    return 0;
  }
  const run = await runCommand(argv);
  if (run.code !== 0) printProgress(`${code} ended with ${run.code}:\n${lastLines(run.output)}`);
  return run.code;
}
