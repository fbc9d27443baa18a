import { format } from 'prettier';
import type { Manual, ManualEntry } from '../src/language/index.js';

/**
 * `<!-- properties of NicBlock: mac mtu -->` … `<!-- end of properties -->`: what is between is written here. The words
 * behind the colon come first, in that order; all others follow, so that none can be forgotten. Of several blocks, what
 * all of them have; of one device, what not all of them have.
 */
const PART = /(<!-- properties of ([\w ]+?)(?::([^>]*?))? -->)[^]*?(<!-- end of properties -->)/g;

/** NICs, bonds, VLANs and bridges have properties in common, which have a table of their own. */
const DEVICES: readonly string[] = ['NicBlock', 'BondBlock', 'VlanBlock', 'BridgeBlock'];

/** The page with its tables as the grammar is now. */
export async function renderLanguagePage(page: string, manual: Manual, options: object): Promise<string> {
  const text = page.replace(
    PART,
    (_, begin: string, blocks: string, first: string | undefined, end: string) => {
      const entries = inOrder(entriesOf(blocks.split(' '), manual), (first ?? '').split(' '));
      return [begin, table(entries), ...entries.flatMap(choices), end].join('\n\n');
    },
  );
  return format(text, { ...options, parser: 'markdown' });
}

function entriesOf(blocks: readonly string[], manual: Manual): readonly ManualEntry[] {
  const [first = '', ...others] = blocks;
  const entries = manual.get(first);
  if (!entries) throw new Error(`There is no block ${first}: ${[...manual.keys()].join(', ')}.`);
  const has = (block: string, { keyword }: ManualEntry): boolean =>
    manual.get(block)?.some((entry) => entry.keyword === keyword) === true;
  if (others.length > 0) return entries.filter((entry) => others.every((block) => has(block, entry)));
  if (!DEVICES.includes(first)) return entries;
  return entries.filter((entry) => !DEVICES.every((block) => has(block, entry)));
}

function inOrder(entries: readonly ManualEntry[], first: readonly string[]): readonly ManualEntry[] {
  const place = ({ keyword }: ManualEntry): number => {
    const index = first.indexOf(keyword);
    return index < 0 ? first.length : index;
  };
  return [...entries].sort((a, b) => place(a) - place(b));
}

function table(entries: readonly ManualEntry[]): string {
  const rows = entries.map(({ syntax, meaning, example }) => [code(syntax), cell(meaning), code(example)]);
  return [['as it is written', 'meaning', 'example'], ['---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => (text === '' ? '' : `\`${cell(text)}\``);

/** What a property may be, one line each. */
function choices({ keyword, choices: words }: ManualEntry): readonly string[] {
  if (words.length === 0) return [];
  const items = words.map(({ name, meaning }) => `- \`${name}\`: ${meaning}`);
  return [`What \`${keyword}\` may say:`, items.join('\n')];
}
