import type { NetworkIndex, Position } from '../../model/index.js';
import type { Sites } from '../workspace/sites.js';
import { namedWordAt, type NamedWord } from './named-word.js';
import { subjectsOf, type Subject } from './subject.js';

/** What a word of a file means in one of the sites that see the file. */
export interface Meaning {
  readonly word: NamedWord;
  readonly folder: string;
  readonly index: NetworkIndex;
  readonly subjects: readonly Subject[];
}

/** What the word at a place means, in every site that sees the file: a shared profile has hosts in several. */
export function meaningsAt(sites: Sites, uri: string, position: Position): readonly Meaning[] {
  const declarations = sites.declarationsOf(uri);
  const word = declarations && namedWordAt(declarations, position);
  if (!word) return [];
  return sites.foldersWith(uri).flatMap((folder) => {
    const index = sites.analysisOf(folder)?.index;
    const subjects = index ? subjectsOf(word, index) : [];
    return index && subjects.length > 0 ? [{ word, folder, index, subjects }] : [];
  });
}
