import { childrenOf, type Block } from './blocks.js';
import { YamlMap, yamlLines, type Yaml } from './yaml-text.js';

/** Properties that are lists of words. */
const LISTS: ReadonlySet<string> = new Set([
  ...[
    'roles',
    'ports',
    'carries',
    'subnet',
    'address',
    'vlans',
    'trunk',
    'dns',
    'search',
    'gateway',
    'hosts',
  ],
  ...['services', 'sources', 'arp-targets', 'is', 'network', 'pin', 'dhcp'],
]);
/** A property of that name, or a block, may be there several times: then it is a list of them. */
const REPEATED: ReadonlySet<string> = new Set([
  ...[
    'network',
    'pool',
    'profile',
    'host',
    'guest',
    'zone',
    'nic',
    'bond',
    'vlan',
    'bridge',
    'port',
    'nat',
    'routed',
  ],
  ...['isolated', 'route', 'lease', 'forward', 'rich-rule', 'import'],
]);

/** The same site as YAML of the same words: what an administrator would write who describes it with a schema. */
export const yamlTwin = (blocks: readonly Block[]): string => `${yamlLines(mapOf(blocks)).join('\n')}\n`;

function mapOf(blocks: readonly Block[]): YamlMap {
  const entries: (readonly [string, Yaml])[] = [];
  const lists = new Map<string, Yaml[]>();
  for (const block of blocks) {
    const isRepeated = block.children !== undefined || (REPEATED.has(block.keyword) && hasParts(block));
    if (!isRepeated) entries.push(...propertiesOf(block));
    else {
      const key = block.keyword === 'port' ? 'port-settings' : `${block.keyword}s`;
      const list = lists.get(key);
      if (list) list.push(itemOf(block));
      else {
        const first = [itemOf(block)];
        lists.set(key, first);
        entries.push([key, first]);
      }
    }
  }
  return new YamlMap(entries);
}

/** A property that is more than a value, and a NIC without a block. */
const hasParts = ({ keyword, parts }: Block): boolean =>
  ['nic', 'route', 'lease', 'rich-rule', 'import'].includes(keyword) || parts.length > 1;

function itemOf(block: Block): Yaml {
  const { keyword, parts } = block;
  const [own, ...more] = parts;
  const words = own?.words ?? [];
  if (keyword === 'lease')
    return new YamlMap(['mac', 'address', 'name'].flatMap((key, i) => (words[i] ? [[key, words[i]]] : [])));
  const first = words[0] === undefined ? [] : ([['name', words[0]]] as const);
  const others = more.map(
    (part) => [part.keyword === ':' ? 'guest-port' : part.keyword, valueOf(part)] as const,
  );
  return new YamlMap([...first, ...others, ...mapOf(childrenOf(block)).entries]);
}

function propertiesOf({ keyword, parts }: Block): readonly (readonly [string, Yaml])[] {
  const [own, ...more] = parts;
  if (more.length === 0) return [[keyword, valueOf({ keyword, words: own?.words ?? [] })]];
  return [[keyword, new YamlMap(more.map((part) => [part.keyword, valueOf(part)] as const))]];
}

const valueOf = ({
  keyword,
  words,
}: {
  readonly keyword: string;
  readonly words: readonly string[];
}): Yaml => {
  if (words.length > 1 || (words.length > 0 && LISTS.has(keyword))) return words;
  return words[0] ?? 'true';
};
