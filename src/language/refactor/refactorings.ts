import type { Vocabulary } from '../tokens/vocabulary.js';
import { expandCarried } from './expand-carried.js';
import { explicitMac } from './explicit-mac.js';
import { extractProfile } from './extract-profile.js';
import { inlineProfile } from './inline-profile.js';
import type { Refactorer, Refactoring, Selection } from './refactoring.js';
import { convertVlanBridges } from './vlan-aware.js';

/** All refactorings that apply at a selection. */
export function refactoringsAt(selection: Selection, vocabulary: Vocabulary): readonly Refactoring[] {
  const all: readonly Refactorer[] = [
    expandCarried,
    convertVlanBridges,
    extractProfile(vocabulary),
    inlineProfile(vocabulary),
    explicitMac,
  ];
  return all.flatMap((refactor) => refactor(selection));
}
