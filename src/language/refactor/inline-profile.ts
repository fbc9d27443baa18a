import type { Edit } from '../../model/index.js';
import type { HostDeclaration, ProfileDeclaration } from '../declarations/declaration.js';
import type { Name } from '../declarations/block-reader.js';
import { unquote, quoteIfNeeded } from '../tokens/value-converter.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { partsOf, type Part } from './block-text.js';
import { behind, fileOf, textIn, touches, type Refactoring, type Selection } from './refactoring.js';

/** A host says itself what its profile says; the profile goes when nobody else has it. */
export function inlineProfile(vocabulary: Vocabulary) {
  return (selection: Selection): readonly Refactoring[] => {
    const { files } = selection;
    const profiles = files.flatMap((file) => file.profiles);
    const declared = fileOf(selection)?.profiles.find(({ places }) => touches(selection, places.name));
    if (declared) return everywhere(declared, selection, vocabulary);
    const hosts = fileOf(selection)?.hosts ?? [];
    return hosts.flatMap((host) =>
      host.profiles.flatMap((name): readonly Refactoring[] => {
        const profile = profiles.find((each) => each.name === name.value);
        if (!profile || !touches(selection, name.origin) || !mayInline(host, name)) return [];
        const text = bodyOf(profile, selection, vocabulary);
        if (text === undefined) return [];
        return [
          {
            title: `Write profile ${profile.name} out in ${host.name}`,
            kind: 'inline',
            edits: () => intoHost(host, name, profile, selection, vocabulary),
          },
        ];
      }),
    );
  };
}

function everywhere(
  profile: ProfileDeclaration,
  selection: Selection,
  vocabulary: Vocabulary,
): readonly Refactoring[] {
  const uses = selection.files.flatMap(({ hosts }) =>
    hosts.flatMap((host) =>
      host.profiles.filter(({ value }) => value === profile.name).map((name) => ({ host, name })),
    ),
  );
  const inProfiles = selection.files.some(({ profiles }) =>
    profiles.some((each) => each.profiles.some(({ value }) => value === profile.name)),
  );
  if (uses.length === 0 || inProfiles || !uses.every(({ host, name }) => mayInline(host, name))) return [];
  if (bodyOf(profile, selection, vocabulary) === undefined) return [];
  const [only] = uses;
  const where = uses.length === 1 ? (only?.host.name ?? '') : `its ${uses.length} hosts`;
  return [
    {
      title: `Write profile ${profile.name} out in ${where} and remove it`,
      kind: 'inline',
      edits: () => [
        ...uses.flatMap(({ host, name }) => intoHost(host, name, profile, selection, vocabulary)),
        { kind: 'remove', at: profile.places.whole },
      ],
    },
  ];
}

/** Only the last one: those behind it would lose against it. */
const mayInline = (host: HostDeclaration, name: Name): boolean => host.profiles.at(-1) === name;

function bodyOf(
  profile: ProfileDeclaration,
  selection: Selection,
  vocabulary: Vocabulary,
): readonly Part[] | undefined {
  const text = selection.textOf(profile.places.whole.uri);
  return text === undefined ? undefined : partsOf(textIn(text, profile.places.whole.range), vocabulary).parts;
}

function intoHost(
  host: HostDeclaration,
  name: Name,
  profile: ProfileDeclaration,
  selection: Selection,
  vocabulary: Vocabulary,
): readonly Edit[] {
  const parts = bodyOf(profile, selection, vocabulary) ?? [];
  const text = selection.textOf(host.places.whole.uri);
  if (text === undefined) return [];
  const own = partsOf(textIn(text, host.places.whole.range), vocabulary).parts;
  const merged: Edit[] = [];
  const added: string[] = [];
  for (const part of parts) {
    const block = blockOf(host, part);
    if (!block) {
      if (!REPLACED.has(part.keyword) || own.every(({ keyword }) => keyword !== part.keyword))
        added.push(part.text);
      continue;
    }
    const mine =
      own.find((each) => each.keyword === part.keyword && sameName(each, part))?.block?.parts ?? [];
    const missing = (part.block?.parts ?? [])
      .filter((inner) => !isSaid(inner, mine))
      .map((inner) => inner.text);
    if (missing.length > 0)
      merged.push({
        kind: 'append',
        at: block.places.bodyEnd ?? block.places.name,
        text: missing.join('\n'),
      });
  }
  const inherited = profile.profiles.map(({ value }) => quoteIfNeeded(value)).join(', ');
  const header: Edit =
    inherited === ''
      ? { kind: 'remove-item', at: name.origin }
      : { kind: 'replace', at: name.origin, text: inherited };
  const body: readonly Edit[] =
    added.length === 0
      ? []
      : host.places.bodyEnd
        ? [{ kind: 'append', at: host.places.bodyEnd, text: added.join('\n') }]
        : [
            {
              kind: 'replace',
              at: behind(host.places.whole),
              text: ` {\n${added.map((line) => `  ${line}`).join('\n')}\n}`,
            },
          ];
  return [header, ...merged, ...body];
}

/** Single values of a host replace those of its profiles; routes, devices and networks add up. */
const REPLACED: ReadonlySet<string> = new Set(['dns', 'forwarding']);

/** The host's own block for the device or network that the part of the profile is about. */
const blockOf = ({ devices, virtualNetworks }: HostDeclaration, part: Part) =>
  [...devices, ...virtualNetworks].find(({ kind, name }) => kind === part.keyword && name === nameOf(part));

const nameOf = ({ name }: Part): string => unquote(name ?? '');
const sameName = (a: Part, b: Part): boolean => nameOf(a) === nameOf(b);

/** Properties that add up, by their first word; all others replace. */
const ADDING: ReadonlySet<string> = new Set(['route', 'lease', 'forward', 'port']);

const isSaid = (inner: Part, mine: readonly Part[]): boolean =>
  mine.some(
    ({ keyword, name }) => keyword === inner.keyword && (!ADDING.has(keyword) || name === inner.name),
  );
