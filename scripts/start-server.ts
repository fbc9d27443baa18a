import { homedir } from 'node:os';
import { createServer } from 'node:net';
import { startEditorHost } from './editor-host.js';
import { openInBrowser } from './open-in-browser.js';
import { setUpEditor } from './set-up-editor.js';
import { printProgress, type SetUp } from './set-up.js';
import { editorHome, type Opening } from './opening.js';

/** The same port whenever it is free: the browser keeps the layout of the window by address. */
const usualPort = 7878;

/** Serves the server build of VS Code until the person ends it (Ctrl+C) or it ends by itself. */
export async function serveEditor(opening: Opening, wantedPort: number | undefined): Promise<number> {
  const installation = report(await setUpEditor());
  if (installation === undefined) return 1;
  const password = process.env.PASSWORD;
  const port = wantedPort ?? ((await isFree(usualPort)) ? usualPort : undefined);
  const host = report(
    await startEditorHost({
      installation,
      root: editorHome('browser'),
      ...(port === undefined ? {} : { port }),
      vsix: [opening.vsix],
      settings: opening.settings,
      // Deploying from here uses the person's own SSH keys and configuration, as it would from their own editor.
      home: homedir(),
      ...(password === undefined ? {} : { password }),
    }),
  );
  if (host === undefined) return 1;

  const url = host.workbenchUrl(opening.folder, [['openFile', host.uriOf(opening.file)]]);
  process.stdout.write(`\nKVMNet is open at\n\n  ${url}\n\nCtrl+C ends it.\n`);
  if (opening.open) openInBrowser(url);
  const endedBy = await Promise.race([interrupted(), host.ended.then(() => 'itself' as const)]);
  if (endedBy === 'itself') {
    printProgress(`The editor has ended by itself:\n${await host.log()}`);
    return 1;
  }
  await host.stop();
  return 0;
}

function report<Thing>(setUp: SetUp<Thing>): Thing | undefined {
  if (setUp.kind === 'ready') return setUp.thing;
  printProgress(`${setUp.reason}\n${setUp.nextStep}`);
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function interrupted(): Promise<'person'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve('person'));
  });
}
