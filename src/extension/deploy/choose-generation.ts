import { window } from 'vscode';
import { describeGeneration } from '../../deploy/index.js';
import { historyOf, type HostEntry } from '../hosts/host-statuses.js';

/** A generation to go back to: one that the host keeps, or 0, the host before KVMNet. */
export async function chooseGeneration(host: string, entry: HostEntry): Promise<number | undefined> {
  const current = entry.shown?.status.generation?.generation;
  const kept = historyOf(entry).filter(({ generation }) => generation !== current);
  if (current === undefined) {
    void window.showInformationMessage(`${host} keeps no generations to go back to.`);
    return undefined;
  }
  const items = [
    ...kept.map((one) => ({
      label: `Generation ${one.generation}`,
      detail: describeGeneration(one),
      to: one.generation,
    })),
    {
      label: 'Before KVMNet',
      detail: 'what was taken over is given back, everything else is removed',
      to: 0,
    },
  ];
  const picked = await window.showQuickPick(items, {
    title: `KVMNet: roll ${host} back`,
    placeHolder: `Which generation? Now it is on ${current}.`,
  });
  return picked?.to;
}
