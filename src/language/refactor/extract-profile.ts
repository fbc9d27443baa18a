import type { Edit } from '../../model/index.js';
import { nextName } from '../completion/free-values.js';
import type { HostDeclaration } from '../declarations/declaration.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { partsOf, type BlockText, type Part } from './block-text.js';
import { fileOf, textIn, touches, type Refactoring, type Selection } from './refactoring.js';

/** What says who a host is, and not how it is made: it stays with the host. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['ssh', 'number', 'via']);
/** In the block of a device: what no two hosts have alike. */
const OF_ITS_DEVICES: ReadonlySet<string> = new Set(['mac', 'address']);

interface Candidate {
  readonly host: HostDeclaration;
  readonly block: BlockText;
  /** How its shape reads. */
  readonly shape: string;
}

/** What a host is made of becomes a profile; other hosts of the file that are made alike take it as well. */
export function extractProfile(vocabulary: Vocabulary) {
  return (selection: Selection): readonly Refactoring[] => {
    const text = selection.textOf(selection.uri);
    const hosts = fileOf(selection)?.hosts.filter(({ places }) => places.bodyEnd !== undefined) ?? [];
    const touched = hosts.filter(({ places }) => touches(selection, places.whole));
    const [first] = touched;
    if (text === undefined || !first || first.devices.length === 0) return [];
    // Inside of a device something else is meant.
    const onHeader =
      touched.length > 1 || first.devices.every(({ places }) => !touches(selection, places.whole));
    if (!onHeader) return [];
    const candidates = hosts.map((host) => candidate(host, text, vocabulary));
    const own = candidates.find(({ host }) => host === first);
    const alike = candidates.filter(({ shape, host }) => shape === own?.shape && sameProfiles(host, first));
    if (!own || own.shape === '') return [];
    const chosen = alike.filter(({ host }) => touched.includes(host));
    return [
      ...(chosen.length === touched.length ? [action(chosen, selection)] : []),
      ...(alike.length > chosen.length ? [action(alike, selection)] : []),
    ];
  };
}

const sameProfiles = (a: HostDeclaration, b: HostDeclaration): boolean =>
  a.profiles.map(({ value }) => value).join() === b.profiles.map(({ value }) => value).join();

function candidate(host: HostDeclaration, text: string, vocabulary: Vocabulary): Candidate {
  const block = partsOf(textIn(text, host.places.whole.range), vocabulary);
  const shape = block.parts
    .filter(({ keyword }) => !OF_THE_HOST.has(keyword))
    .map((part) => normal(part, vocabulary));
  return { host, block, shape: shape.join('\n') };
}

/** A part as it reads without what belongs to the host, comments and layout. */
function normal(part: Part, vocabulary: Vocabulary): string {
  const { words } = partsOf(`host x {\n${ofProfile(part)}\n}`, vocabulary);
  return words;
}

/** A device without its MAC and addresses; anything else as it is. */
function ofProfile(part: Part): string {
  const { block, head, tail } = part;
  if (!block?.parts.some(({ keyword }) => OF_ITS_DEVICES.has(keyword))) return part.text;
  const kept = block.parts.filter(({ keyword }) => !OF_ITS_DEVICES.has(keyword)).map(({ text }) => text);
  const inner = [...kept, ...(block.rest === '' ? [] : [block.rest])];
  return `${head}${inner.length === 0 ? '' : ` ${inBraces(inner)}`}${tail === '' ? '' : `  ${tail}`}`;
}

/** What of a part stays with the host. */
function ofHost({ keyword, name = '', text, block }: Part): readonly string[] {
  if (OF_THE_HOST.has(keyword)) return [text];
  const kept = (block?.parts ?? []).filter((part) => OF_ITS_DEVICES.has(part.keyword));
  return kept.length === 0 ? [] : [`${keyword} ${name} ${inBraces(kept.map((part) => part.text))}`];
}

/** On one line, unless a comment or a block of several lines forbids it. */
const inBraces = (parts: readonly string[]): string =>
  parts.some((part) => part.includes('\n') || part.includes('//'))
    ? `{\n${parts.map(indented).join('\n')}\n}`
    : `{ ${parts.join('  ')} }`;

function action(chosen: readonly Candidate[], selection: Selection): Refactoring {
  const names = chosen.map(({ host }) => host.name);
  const whose = names.length > 3 ? `${names.length} hosts` : names.join(' and ');
  return {
    title: `Make a profile of ${whose}`,
    kind: 'extract',
    edits: () => edits(chosen, profileName(selection)),
  };
}

const profileName = ({ files }: Selection): string =>
  nextName(
    files.flatMap(({ profiles }) => profiles.map(({ name }) => name)),
    'compute',
  );

function edits(chosen: readonly Candidate[], profile: string): readonly Edit[] {
  const [first] = chosen;
  if (!first) return [];
  const { host, block } = first;
  const inherited = host.profiles.map(({ value }) => quoteIfNeeded(value)).join(', ');
  const parts = block.parts.filter(({ keyword }) => !OF_THE_HOST.has(keyword)).map(ofProfile);
  const header = `profile ${quoteIfNeeded(profile)}${inherited === '' ? '' : ` is ${inherited}`}`;
  const written = `${header} {\n${[...parts, block.rest]
    .filter((text) => text !== '')
    .map(indented)
    .join('\n')}\n}\n`;
  return chosen.map(({ host: { name, places }, block: { parts: all } }, i): Edit => {
    const own = all.flatMap(ofHost);
    const text = `host ${quoteIfNeeded(name)} is ${quoteIfNeeded(profile)}${own.length === 0 ? '' : ` ${inBraces(own)}`}`;
    return { kind: 'replace', at: places.whole, text: i === 0 ? written + text : text };
  });
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
