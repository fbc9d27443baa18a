import { spawn } from 'node:child_process';
import { findOnPath } from './find-on-path.js';

/** Asks the desktop to open an address. False where there is no desktop to ask. */
export function openInBrowser(url: string): boolean {
  const opener = openerOf(process.platform);
  if (opener === undefined) return false;
  const [program, ...args] = opener;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
  return true;
}

function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['explorer.exe'];
  return hasDisplay() && findOnPath(['xdg-open']) !== undefined ? ['xdg-open'] : undefined;
}

/** Whether a window can be shown: always, except on a Linux without a graphical session. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return (process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) !== undefined;
}
