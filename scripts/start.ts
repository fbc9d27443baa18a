import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Opening } from './opening.js';
import { packageExtension } from './package-extension.js';
import { repositoryRoot } from './repository.js';
import { findRunningLab, type RunningLab } from './running-lab.js';
import { printProgress } from './set-up.js';
import { findDesktopEditor, openDesktopEditor } from './start-desktop.js';
import { serveEditor } from './start-server.js';

const usage = `npm start                  opens the examples in VS Code with KVMNet installed
npm start -- --browser     in the browser, even if there is a VS Code on this machine
npm start -- --no-open     only prints where
npm start -- --port 8080   serves the browser there

The VS Code on the PATH ("code") is used with folders of its own below .cache/editor: your settings and extensions
are neither read nor changed. Without it the server build of VS Code is installed below .cache/editor and served on
127.0.0.1; whoever can log in on this machine can open it (PASSWORD=… npm start asks for a password).
`;

/** @returns the exit code: 0 when the person has ended it. */
export async function start(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const vsix = await packageExtension(printProgress);
  if (vsix === undefined) return 1;

  const lab = await findRunningLab();
  const opening: Opening = { ...openingOf(lab), vsix, open: options.open };
  printProgress(labHint(lab));
  const desktop = options.browser ? undefined : findDesktopEditor();
  return desktop === undefined ? serveEditor(opening, options.port) : openDesktopEditor(desktop, opening);
}

interface Options {
  readonly open: boolean;
  readonly browser: boolean;
  readonly port: number | undefined;
  readonly help: boolean;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'no-open': { type: 'boolean', default: false },
        browser: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) return undefined;
    return { open: !values['no-open'], browser: values.browser, port, help: values.help };
  } catch {
    return undefined;
  }
}

function openingOf(lab: RunningLab | undefined): Omit<Opening, 'vsix' | 'open'> {
  const folder = join(repositoryRoot, 'examples');
  const preview = { 'kvmnet.preview.openAutomatically': true };
  return lab === undefined
    ? {
        folder,
        file: join(folder, 'rack/hosts.kvmnet'),
        settings: { ...preview, 'kvmnet.ssh.configFile': '' },
      }
    : {
        folder,
        file: join(folder, 'lab/lab.kvmnet'),
        // The hosts' names, ports and keys: they are in no configuration of the person's own.
        settings: { ...preview, 'kvmnet.ssh.configFile': lab.sshConfigFile },
      };
}

function labHint(lab: RunningLab | undefined): string {
  return lab === undefined
    ? 'To deploy to hosts that cannot be harmed: npm run lab, then npm start again.'
    : `The lab runs (${lab.hosts.join(', ')}): examples/lab/lab.kvmnet can be deployed to it.`;
}
