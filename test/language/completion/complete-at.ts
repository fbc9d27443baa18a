import { EmptyFileSystem } from 'langium';
import { completeAt, type Completion, type Proposal } from '../../../src/language/completion/complete.js';
import { plainText } from '../../../src/language/completion/snippet-text.js';
import type { ObservedNic } from '../../../src/protocol/index.js';
import { knowledgeOfSite } from '../../../src/language/lsp/knowledge-of-site.js';
import { createKvmnetServices } from '../../../src/language/module.js';
import { atBar, openEditor, uriOf } from '../support/open-editor.js';

const services = createKvmnetServices(EmptyFileSystem);

export interface Around {
  /** Another file of the site. */
  readonly site?: string;
  /** What was found on `kvm1`. */
  readonly observed?: readonly ObservedNic[];
}

/** Completes at the bar of a text that is half written, in a site. */
export async function complete(marked: string, { site = '', observed }: Around = {}): Promise<Completion> {
  const { text, offset } = atBar(marked);
  const { shared, kvmnet, close } = await openEditor({ 'a.kvmnet': site, 'main.kvmnet': text }, services);
  const { workspace } = shared;
  workspace.ObservedNics.put('file:///site', 'kvm1', observed ?? []);
  const uri = uriOf('main.kvmnet').toString();
  const index = workspace.Sites.analysisOf(uri)?.index;
  if (!index) throw new Error('No site.');
  const known = knowledgeOfSite(uri, index, workspace);
  const completion = completeAt(text, offset, kvmnet.parser.Lexer.vocabulary, known);
  await close();
  return completion;
}

export const labels = async (marked: string, around?: Around): Promise<readonly string[]> =>
  (await complete(marked, around)).proposals.map(({ label }) => label);

/** The proposal with this label. */
export async function proposal(marked: string, label: string, around?: Around): Promise<Proposal> {
  const { proposals } = await complete(marked, around);
  const found = proposals.find((each) => each.label === label);
  if (!found) throw new Error(`No ${label} among ${proposals.map((each) => each.label).join(', ')}.`);
  return found;
}

/** The text after a proposal was taken and every stop left as it is. */
export async function accepted(marked: string, label: string, around?: Around): Promise<string> {
  const { text } = atBar(marked);
  const { from, to } = await complete(marked, around);
  const { insertText } = await proposal(marked, label, around);
  return text.slice(0, from) + plainText(insertText) + text.slice(to);
}
