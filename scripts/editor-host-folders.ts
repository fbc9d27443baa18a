import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The folders of one editor host. Everything that code-server and VS Code write goes below `root`, so that the
 * person's own editor configuration is neither read nor changed.
 */
export interface EditorHostFolders {
  readonly root: string;
  readonly userData: string;
  readonly extensions: string;
  readonly configuration: string;
  readonly log: string;
}

export async function makeEditorHostFolders(root: string): Promise<EditorHostFolders> {
  const folders: EditorHostFolders = {
    root,
    // Short names: the session socket lies in the user data, and a Unix socket's path ends at 107 bytes (unix(7)).
    userData: join(root, 'u'),
    extensions: join(root, 'e'),
    configuration: join(root, 'config.yaml'),
    log: join(root, 'server.log'),
  };
  const made = [folders.userData, folders.extensions, join(root, 'home'), join(root, 'xdg')];
  await Promise.all(made.map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  return folders;
}

/** Settings as VS Code keeps them: names with dots, values as JSON has them. */
export type EditorSettings = Readonly<Record<string, unknown>>;

/** Settings that keep the editor quiet: nothing asked, nothing downloaded, nothing over the editor's text. */
const quietSettings: EditorSettings = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * Writes user settings, on top of those that are there. The server build reads them when a window is opened or
 * reloaded, not in between.
 */
export async function writeUserSettings(folders: EditorHostFolders, settings: EditorSettings): Promise<void> {
  const directory = join(folders.userData, 'User');
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'settings.json');
  const kept = await readSettings(file);
  // Somebody has written into it what JSON does not have, such as comments: it is theirs.
  if (kept === undefined) return;
  const all = { ...quietSettings, ...kept, ...settings };
  await writeFile(file, `${JSON.stringify(all, undefined, 2)}\n`);
}

async function readSettings(file: string): Promise<EditorSettings | undefined> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(await readFile(file, 'utf8')) as EditorSettings;
  } catch {
    return undefined;
  }
}

/**
 * The environment of an isolated host: its own configuration folders, and none of the variables that would make
 * code-server open a window of an editor that runs already, ask for a password, or load foreign code.
 *
 * @param home the home folder that extensions see: the person's own where they shall find its SSH keys.
 */
export function hostEnvironment(folders: EditorHostFolders, home: string): NodeJS.ProcessEnv {
  const foreign =
    /^(VSCODE_|ELECTRON_|VITEST|npm_|NODE_OPTIONS$|NODE_ENV$|PORT$|INIT_CWD$|(HASHED_)?PASSWORD$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const xdg = join(folders.root, 'xdg');
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CONFIG_HOME: join(xdg, 'config'),
    XDG_DATA_HOME: join(xdg, 'data'),
    XDG_CACHE_HOME: join(xdg, 'cache'),
    XDG_STATE_HOME: join(xdg, 'state'),
    // No marketplace: nothing is looked for outside of this machine.
    EXTENSIONS_GALLERY: '{}',
  };
}
