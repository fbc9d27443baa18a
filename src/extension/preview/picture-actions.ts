import { commands, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { Origin } from '../../model/index.js';
import {
  HOST_COMMANDS,
  type EditIntent,
  type HostCommand,
  type LanguageRequests,
} from '../../protocol/index.js';
import { rangeOf, showPlace } from '../places.js';
import type { SiteRequests } from '../site-requests.js';

/** Commands for hosts that this window has, in the order of the menu. */
export async function hostCommands(): Promise<readonly HostCommand[]> {
  const known = new Set(await commands.getCommands(true));
  return HOST_COMMANDS.filter((command) => known.has(`kvmnet.${command}`));
}

/** Runs a command of the extension for a host of a folder. */
export async function runForHost(command: HostCommand, folder: string, host: string): Promise<void> {
  // The command takes any file of the site; it need not exist.
  await commands.executeCommand(`kvmnet.${command}`, Uri.joinPath(Uri.parse(folder), '.kvmnet'), host);
}

/** Renames what is named at a place with the editor's own box, as F2 does. */
export async function renameAt(origin: Origin): Promise<void> {
  await showPlace(origin, true);
  await commands.executeCommand('editor.action.rename');
}

const TITLES: Readonly<Record<EditIntent, string>> = {
  'add-guest-nic': 'Plug the guest into',
  'add-bond-port': 'Add a port to the bond',
};
const NOTHING: Readonly<Record<EditIntent, string>> = {
  'add-guest-nic': 'There is no other network that each host of this guest has.',
  'add-bond-port': 'There is no NIC here that nothing else uses.',
};

type EditChoice = LanguageRequests['kvmnet/edits']['result']['choices'][number];

/** Lets the person choose, changes the text by one edit that can be undone, and shows the place. */
export async function editFromPicture(
  requests: SiteRequests,
  folder: string,
  intent: EditIntent,
  id: string,
): Promise<void> {
  const { choices } = await requests.ask('kvmnet/edits', { uri: folder, id, intent });
  if (choices.length === 0) {
    void window.showInformationMessage(NOTHING[intent]);
    return;
  }
  const chosen = await window.showQuickPick<EditChoice>([...choices], { title: TITLES[intent] });
  if (!chosen) return;
  const { uri, range, newText } = chosen;
  const edit = new WorkspaceEdit();
  edit.replace(Uri.parse(uri), rangeOf(range), newText);
  if (!(await workspace.applyEdit(edit))) {
    void window.showErrorMessage('The text could not be changed: it has changed meanwhile. Try again.');
    return;
  }
  await showPlace({ uri, range: { start: range.start, end: range.start } }, false);
}
