import { readFileSync } from 'node:fs';
import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { keywordDocumentation, keywordSummary } from '../../../src/language/hover/keyword-documentation.js';
import { keywordExample } from '../../../src/language/hover/keyword-examples.js';
import { anchorOf, keywordMarkdown } from '../../../src/language/hover/keyword-text.js';
import { createCoreServices } from '../../../src/language/module.js';
import { declare } from '../support/declare.js';

const { topLevel, blocks } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer.vocabulary;
const keywords = [topLevel, ...blocks.values()].flatMap(({ rule, uses }) =>
  [...uses.keys()].map((keyword) => ({ rule, keyword })),
);

/** What has to be around an example. */
const AROUND: Readonly<Record<string, readonly [before: string, after: string]>> = {
  SourceFile: ['', ''],
  NetworkBlock: ['network n {', '}'],
  PoolBlock: ['pool p {', '}'],
  ProfileBlock: ['profile p {', '}'],
  HostBlock: ['host h {', '}'],
  ZoneBlock: ['zone z {', '}'],
  NicBlock: ['host h { nic n {', '} }'],
  BondBlock: ['host h { bond b {', '} }'],
  VlanBlock: ['host h { vlan v {', '} }'],
  BridgeBlock: ['host h { bridge b {', '} }'],
  PortBlock: ['host h { bridge b { port n {', '} } }'],
  VirtualNetworkBlock: ['host h { nat n {', '} }'],
  GuestBlock: ['guest g on h {', '}'],
  GuestNicBlock: ['guest g on h { nic { network n', '} }'],
};

/** They are keywords in a profile as well, so that the message can say that they belong to one host. */
const OF_ONE_HOST = ['ssh', 'number', 'via'];

describe('the hover of a keyword', () => {
  it('explains every keyword of the grammar in every block that has it', () => {
    const silent = keywords.filter(({ rule, keyword }) => keywordDocumentation(rule, keyword) === undefined);
    expect(silent).toEqual([]);
  });

  it('has a line for lists', () => {
    expect(keywordSummary('BondBlock', 'carries')).toBe('the networks that pass here');
    expect(keywordSummary('HostBlock', 'forwarding')).toBe('on: the host routes between its networks');
    expect(keywordSummary('VirtualNetworkBlock', 'domain')).toBe('DNS domain of the guests');
  });

  it('shows for each an example that says the keyword and is right where it stands', () => {
    const wrong = keywords.flatMap(({ rule, keyword }) => {
      const example = keywordExample(rule, keyword);
      if (!example?.split(/\s+/).includes(keyword)) return [`${rule} ${keyword}`];
      // What a guest's NIC is plugged into is said once.
      const plugs = rule === 'GuestNicBlock' && /^(network|bridge) /.test(example);
      const block = rule === 'ProfileBlock' && OF_ONE_HOST.includes(keyword) ? 'HostBlock' : rule;
      const [before, after] = AROUND[block] ?? ['', ''];
      // A network says its roles, once.
      const roles = rule === 'NetworkBlock' && keyword !== 'roles' ? 'roles management' : '';
      const text = `${plugs ? before.replace(' network n', '') : before} ${roles} ${example} ${after}`;
      const { findings } = declare('a.kvmnet', text).declarations;
      return findings.map(({ message }) => `${rule} ${keyword}: ${message}`);
    });
    expect(wrong).toEqual([]);
  });

  it('leads for each to a heading of the language reference', () => {
    const page = readFileSync(new URL('../../../docs/language.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replace(/\s+/g, '-'),
    );
    const lost = keywords.filter(({ rule, keyword }) => !headings.includes(anchorOf(rule, keyword) ?? ''));
    expect(lost).toEqual([]);
  });

  it('puts meaning, example and link after each other', () => {
    expect(keywordMarkdown('BondBlock', 'lacp-rate', (anchor) => `file:///docs/language.md#${anchor}`)).toBe(
      [
        'How often the partner sends LACP packets: `slow` every 30 s, `fast` every second (802.3ad).',
        '```kvmnet\nmode 802.3ad  lacp-rate fast\n```',
        '[Language reference](file:///docs/language.md#bond)',
      ].join('\n\n'),
    );
  });
});
