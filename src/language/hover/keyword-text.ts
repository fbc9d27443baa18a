import { codeBlock } from './markdown.js';
import { keywordDocumentation } from './keyword-documentation.js';
import { keywordExample } from './keyword-examples.js';

/** Headings of docs/language.md, by the block that they are about. */
const ANCHORS: Readonly<Record<string, string>> = {
  NetworkBlock: 'network',
  PoolBlock: 'pool-and-guest',
  ProfileBlock: 'host-and-profile',
  HostBlock: 'host-and-profile',
  ZoneBlock: 'zone',
  NicBlock: 'nic',
  BondBlock: 'bond',
  VlanBlock: 'vlan',
  BridgeBlock: 'bridge',
  PortBlock: 'bridge',
  VirtualNetworkBlock: 'nat-routed-isolated',
  GuestBlock: 'pool-and-guest',
  GuestNicBlock: 'pool-and-guest',
};

/** Headings about keywords that open blocks, or mean the same everywhere. */
const ANCHORS_OF_KEYWORDS: Readonly<Record<string, string>> = {
  network: 'network',
  pool: 'pool-and-guest',
  guest: 'pool-and-guest',
  profile: 'host-and-profile',
  host: 'host-and-profile',
  zone: 'zone',
  import: 'ground-rules',
  is: 'host-and-profile',
  on: 'pool-and-guest',
  in: 'pool-and-guest',
};

/** Properties of every device that has addresses. */
const ADDRESSING: ReadonlySet<string> = new Set([
  'address',
  'dhcp',
  'slaac',
  'none',
  'gateway',
  'dns',
  'search',
]);
const DEVICES: ReadonlySet<string> = new Set(['NicBlock', 'BondBlock', 'VlanBlock', 'BridgeBlock']);

export function anchorOf(block: string, keyword: string): string | undefined {
  if (keyword === 'carries') return 'carries-what-follows-from-what';
  if (DEVICES.has(block) && ADDRESSING.has(keyword)) return 'addresses';
  return ANCHORS[block] ?? ANCHORS_OF_KEYWORDS[keyword];
}

/** What a keyword means in a kind of block, an example, and where to read on. */
export function keywordMarkdown(
  block: string,
  keyword: string,
  pageAt: (anchor: string) => string | undefined,
): string | undefined {
  const documentation = keywordDocumentation(block, keyword);
  if (documentation === undefined) return undefined;
  const example = keywordExample(block, keyword);
  const anchor = anchorOf(block, keyword);
  const page = anchor === undefined ? undefined : pageAt(anchor);
  return [
    documentation,
    ...(example === undefined ? [] : [codeBlock(example, 'kvmnet')]),
    ...(page === undefined ? [] : [`[Language reference](${page})`]),
  ].join('\n\n');
}
