import { Uri, workspace } from 'vscode';
import { escapedText } from '../../model/index.js';
import { formatPlan, type Plan } from '../../deploy/index.js';
import type { PlanDocuments } from '../plan-documents.js';
import { planOverlay } from '../preview/plan-overlay.js';
import type { Previews } from '../preview/previews.js';
import { windowOf } from './environment.js';

/** A newer plan of a host takes the place of the older. */
const sourceOf = ({ host }: Plan): string => `plan ${host}`;

/** Opens plans as one document to read, and lays them over the picture. */
export async function showPlans(
  folder: string,
  plans: readonly Plan[],
  documents: PlanDocuments,
  previews: Previews,
): Promise<void> {
  for (const plan of plans) previews.lay(folder, sourceOf(plan), planOverlay(plan));
  const files = new Map<string, Uri>();
  const path = (uri: string): string => {
    const file = Uri.parse(uri);
    const shown = escapedText(workspace.asRelativePath(file));
    files.set(shown, file);
    return shown;
  };
  const insist = 'You are asked whether you insist when you deploy.';
  const texts = plans.map((plan) => formatPlan({ ...plan, window: windowOf(plan) }, { path, insist }));
  const [only] = plans;
  const title = plans.length === 1 && only ? only.host : `${plans.length} hosts`;
  await documents.show(title, { text: texts.join('\n'), files });
}

/** What was planned is done, or undone: it is no plan any more. */
export function clearPlans(folder: string, plans: readonly Plan[], previews: Previews): void {
  for (const plan of plans) previews.lay(folder, sourceOf(plan), undefined);
}
