import { quoteIfNeeded } from '../tokens/value-converter.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { cursorAt } from './cursor.js';
import { headerContinuations, propertyContinuations } from './continuations.js';
import { keywordsAt } from './keywords.js';
import type { SiteKnowledge } from './site-knowledge.js';
import type { Situation } from './situation.js';
import { literally, plainText } from './snippet-text.js';
import { templatesFor, type Template } from './templates.js';
import type { Value } from './value.js';
import { deviceNames } from './values/devices.js';
import { unitsAfter } from './values/fixed.js';
import { declares, valuesFor } from './values/values-for.js';

export interface Proposal {
  readonly label: string;
  readonly kind: 'keyword' | 'snippet' | 'value' | 'reference';
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What is inserted: a snippet in the syntax of LSP. */
  readonly insertText: string;
  /** Something has to follow: the editor asks for it at once. */
  readonly goesOn?: true;
  /** An item of a list: a comma takes it and goes on. */
  readonly listed?: true;
  /** Keyword that the proposal begins, for its documentation. */
  readonly keyword?: { readonly block: string; readonly name: string };
}

export interface Completion {
  /** Offsets of what a proposal replaces. */
  readonly from: number;
  readonly to: number;
  /** The word as far as it is typed; begins with a quote where one is open. */
  readonly word: string;
  /** Best first. */
  readonly proposals: readonly Proposal[];
  /** The path of an import is wanted: which files there are, only the file system knows. */
  readonly wantsPath?: true;
  /** A blank alone is no reason to offer something: nothing has to follow here. */
  readonly complete?: true;
}

/** Everything that makes sense at the cursor, and nothing else. */
export function completeAt(
  text: string,
  offset: number,
  vocabulary: Vocabulary,
  site: SiteKnowledge,
): Completion {
  const cursor = cursorAt(text, offset, vocabulary);
  const situation = { cursor, site };
  const proposals = cursor.insideComment ? [] : propose(situation);
  return {
    from: cursor.wordStart,
    to: cursor.wordEnd,
    word: cursor.word,
    proposals,
    ...(!cursor.insideComment && declares(situation) === 'import' && { wantsPath: true }),
    ...(cursor.expects === 'start' && !mustGoOn(situation) && { complete: true }),
  };
}

function propose(situation: Situation): readonly Proposal[] {
  const { cursor } = situation;
  switch (cursor.expects) {
    case 'value':
    case 'item':
      return values(situation);
    case 'flag':
      return [...flags(), ...(cursor.onNewLine ? starters(situation) : [])];
    case 'start':
      return [...continuations(situation), ...starters(situation)];
  }
}

const proposalOf = ({ name, detail, documentation, reference, snippet, goesOn }: Value): Proposal => ({
  label: name,
  kind: reference ? 'reference' : 'value',
  ...(detail !== undefined && { detail }),
  ...(documentation !== undefined && { documentation }),
  insertText: snippet ?? literally(reference ? quoteIfNeeded(name) : name),
  ...(goesOn && { goesOn }),
});

/** Properties whose values are a list. */
const LISTS: ReadonlySet<string> = new Set([
  ...['ports', 'carries', 'hosts', 'is', 'roles', 'services', 'sources', 'dns', 'search', 'vlans', 'trunk'],
  ...['arp-targets', 'pin', 'address'],
]);

function values(situation: Situation): readonly Proposal[] {
  const { cursor } = situation;
  const keyword = declares(situation);
  if (keyword !== undefined) return declared(situation, keyword);
  const isItem =
    LISTS.has(cursor.key ?? '') || (cursor.key === 'network' && cursor.vocabulary.rule !== 'GuestNicBlock');
  const needsBlank = cursor.expects === 'item' && cursor.word === '' && !cursor.spaced;
  return valuesFor(situation).map((value) => {
    const proposal = proposalOf(value);
    return {
      ...proposal,
      ...(needsBlank && { insertText: ` ${proposal.insertText}` }),
      ...(isItem && { listed: true }),
    };
  });
}

/** Names for what is being declared; where its block is not there yet, it comes along. */
function declared(situation: Situation, keyword: string): readonly Proposal[] {
  const { cursor } = situation;
  const { rule } = cursor.vocabulary;
  if (keyword === 'import') return [];
  const templates = templatesFor(situation, rule, keyword);
  const isDevice = rule === 'HostBlock' || rule === 'ProfileBlock';
  const plain = isDevice ? deviceNames(situation, keyword).map(proposalOf) : [];
  if (cursor.blockFollows) return plain;
  const whole = templates.map((template): Proposal => fromTemplate(template, template.head + template.body));
  return [...whole.filter(({ label }) => label !== ''), ...plain.filter(isNew(whole))];
}

const isNew =
  (known: readonly Proposal[]) =>
  ({ label }: Proposal): boolean =>
    known.every((other) => other.label !== label);

/** The label is what will stand there, on one line. */
const fromTemplate = (template: Template, insertText: string): Proposal => ({
  label: labelOf(template.head === '' ? template.body : template.head),
  kind: 'snippet',
  ...(template.detail !== undefined && { detail: template.detail }),
  insertText,
  ...(template.goesOn && { goesOn: true }),
});

const labelOf = (snippet: string): string => plainText(snippet).replace(/\s+/g, ' ').trim();

const flags = (): readonly Proposal[] =>
  ['yes', 'no'].map((label) => ({ label, kind: 'value', insertText: label }));

/** What the header or property that was begun still lacks. */
function mustGoOn({ cursor: { begun, key, onNewLine } }: Situation): boolean {
  const [keyword] = begun;
  if (onNewLine) return false;
  return (
    (keyword === 'guest' && key === 'guest') ||
    (keyword === 'forward' && key === 'forward') ||
    key === 'bandwidth'
  );
}

function continuations(situation: Situation): readonly Proposal[] {
  const { begun, onNewLine, vocabulary, key = '', blockFollows } = situation.cursor;
  if (begun.length === 0) return [];
  const keywords = [...headerContinuations(begun, vocabulary.rule), ...propertyContinuations(begun)].map(
    (label): Proposal => ({
      label,
      kind: 'keyword',
      insertText: `${label} `,
      goesOn: true,
      keyword: { block: vocabulary.rule, name: label },
    }),
  );
  if (onNewLine) return keywords.filter(() => mustGoOn(situation));
  const units = unitsAfter(key, begun.at(-1) ?? '').map(proposalOf);
  const optional = key === 'lease' && begun.length === 3 ? valuesFor(situation).map(proposalOf) : [];
  return [...units, ...optional, ...(blockFollows ? [] : blocks(situation)), ...keywords];
}

/** After `host kvm1 is compute`: its block, with what is most likely in it. */
function blocks(situation: Situation): readonly Proposal[] {
  const { begun, vocabulary } = situation.cursor;
  const [keyword = '', name] = begun;
  if (!vocabulary.opens.has(keyword) || (name === undefined && keyword !== 'nic')) return [];
  const bodies = templatesFor(situation, vocabulary.rule, keyword).map(({ body }) => body.trimStart());
  const [body = '{ $0 }'] = bodies.filter((each) => each !== '');
  return [{ label: labelOf(body), kind: 'snippet', insertText: body, detail: 'its block' }];
}

function starters(situation: Situation): readonly Proposal[] {
  const { vocabulary } = situation.cursor;
  return keywordsAt(situation).flatMap((name): readonly Proposal[] => {
    const keyword = { block: vocabulary.rule, name };
    const templates = templatesFor(situation, vocabulary.rule, name);
    if (templates.length > 0) return templates.map((template) => ({ ...started(name, template), keyword }));
    return [{ label: name, kind: 'keyword', ...plainKeyword(situation, name), keyword }];
  });
}

function started(keyword: string, template: Template): Proposal {
  const { before = '', head, body, variant } = template;
  const insertText = `${before}${keyword} ${head}${body}`;
  return {
    ...fromTemplate(template, insertText),
    label: variant === undefined ? keyword : `${keyword} ${variant}`,
    documentation: `\`\`\`kvmnet\n${plainText(insertText)}\n\`\`\``,
  };
}

/** Flags that are rarely meant without a word: saying them alone means `yes`. */
const ASKS: ReadonlySet<string> = new Set([
  'stp',
  'host-access',
  'autostart',
  'multicast-snooping',
  'forwarding',
]);

function plainKeyword(
  { cursor: { vocabulary } }: Situation,
  keyword: string,
): Pick<Proposal, 'insertText' | 'goesOn'> {
  const goesOn =
    vocabulary.uses.get(keyword) === 'value' || ASKS.has(keyword) || vocabulary.continuations.has(keyword);
  return goesOn ? { insertText: `${keyword} `, goesOn } : { insertText: keyword };
}
