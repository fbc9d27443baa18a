import { EmptyFileSystem } from 'langium';
import { createCoreServices } from '../../src/language/module.js';
import { scan } from '../../src/language/tokens/scanner.js';

/** A property or block as it stands in the text, whatever it means: also what is wrong is carried over to other formats. */
export interface Block {
  readonly keyword: string;
  /** By the keyword before them; the property's own first. Commas are left out. */
  readonly parts: readonly { readonly keyword: string; readonly words: readonly string[] }[];
  /** Absent for a property. */
  readonly children?: readonly Block[];
}

interface Open {
  readonly keyword: string;
  readonly parts: { readonly keyword: string; readonly words: string[] }[];
  children?: Open[];
}

const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;
const FLAGS: ReadonlySet<string> = new Set(['on', 'off', 'yes', 'no', 'up', 'down']);
/** A guest and a VLAN are `on` something. */
const isFlag = (image: string, { keyword }: Open): boolean =>
  FLAGS.has(image) && !(image === 'on' && ['guest', 'vlan'].includes(keyword));
const unquoted = (image: string): string => (image.startsWith('"') ? image.slice(1, -1) : image);

/** The properties and blocks of a text. */
export function readBlocks(text: string): readonly Block[] {
  const top: Open = { keyword: '', parts: [], children: [] };
  const open: Open[] = [top];
  let last: Open = top;
  scan(text, vocabulary, {
    token({ kind, image, starts }) {
      const around = open.at(-1) ?? top;
      if (kind === 'comment' || image === ',' || image === '"') return;
      if (image === '{') {
        last.children = [];
        open.push(last);
      } else if (image === '}') {
        if (open.length > 1) open.pop();
      } else if (starts) {
        last = { keyword: image, parts: [{ keyword: image, words: [] }] };
        (around.children ??= []).push(last);
      } else if (kind === 'keyword' && !isFlag(image, last)) last.parts.push({ keyword: image, words: [] });
      else last.parts.at(-1)?.words.push(unquoted(image));
    },
    error: () => undefined,
  });
  return top.children ?? [];
}

export const wordsOf = (block: Block, keyword = block.keyword): readonly string[] =>
  block.parts.find((part) => part.keyword === keyword)?.words ?? [];

export const childrenOf = (block: Block, ...keywords: readonly string[]): readonly Block[] =>
  (block.children ?? []).filter(({ keyword }) => keywords.length === 0 || keywords.includes(keyword));

/** The words of the first property of the keyword in a block. */
export const propertyOf = (block: Block, keyword: string): readonly string[] | undefined => {
  const [property] = childrenOf(block, keyword);
  return property && wordsOf(property);
};
