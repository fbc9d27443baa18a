import type { BandwidthLimit, Sourced } from '../../model/index.js';
import * as ast from '../generated/ast.js';
import { mac } from '../literals/addresses.js';
import { cpuRange, queueCount, toVlanSet, vlanId, vlanRange, whole } from '../literals/numbers.js';
import { rate, size } from '../literals/quantities.js';
import { anyText, nameText, onOrOff } from '../literals/words.js';
import { BlockReader, present, type ReadingContext } from './block-reader.js';
import type { GuestDeclaration, GuestNicDeclaration } from './declaration.js';
import { readDeclaration } from './read-devices.js';
import { mtu } from './read-properties.js';
import { originOf, wordsByKeyword } from './word.js';

export function readGuest(node: ast.GuestBlock, context: ReadingContext): GuestDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  if (!declaration) return undefined;
  const placement = readPlacement(node, reader);
  return {
    ...declaration,
    nics: readNics(reader, placement?.kind === 'host' ? `${placement.name.value}.` : undefined),
    ...present({
      placement,
      vcpus: reader.one('vcpus', whole('number of vCPUs', 65_535, 1)),
      pin: reader.whole('pin', cpuRange, (ranges) => [...new Set(ranges.flat())].sort((a, b) => a - b)),
    }),
  };
}

function readPlacement({ placements }: ast.GuestBlock, reader: BlockReader): GuestDeclaration['placement'] {
  const [first, ...more] = placements;
  for (const again of more) {
    reader.context.report({
      code: 'syntax/property-twice',
      message: 'A guest is on one host or in one pool.',
      origin: reader.origin(again),
      fixes: [{ title: 'Remove this placement', edits: [{ kind: 'remove', at: reader.origin(again) }] }],
    });
  }
  if (!first) return undefined;
  const parts = reader.parts(first);
  const [host] = parts.get('on') ?? [];
  const [pool] = parts.get('in') ?? [];
  const word = host ?? pool;
  const name = word && reader.read(word, nameText);
  return name && { kind: host ? 'host' : 'pool', name };
}

/**
 * A NIC without a name is called after what it attaches to, a second one there with `-2` behind it: so moving NICs
 * around in the text changes neither names nor the MACs that follow from them.
 */
function readNics(reader: BlockReader, hostPrefix: string | undefined): readonly GuestNicDeclaration[] {
  const { context } = reader;
  const nodes = reader.all('GuestNicBlock').filter(ast.isGuestNicBlock);
  const readers = nodes.map((node) => new BlockReader(node, context));
  const named = readers.map((nic) =>
    nic.declaredName(wordsByKeyword(context.uri, nic.node.$cstNode).get('nic')?.[0]),
  );
  const taken = new Set<string>();
  const nameOf = named.map((name) => {
    if (!name) return undefined;
    if (!taken.has(name.value)) {
      taken.add(name.value);
      return name;
    }
    context.report({
      code: 'naming/duplicate',
      message: `This guest already has a NIC '${name.value}'.`,
      origin: name.origin,
    });
    return undefined;
  });
  return readers.flatMap((nic, i) => {
    const attachment = readAttachment(nic);
    const declared = nameOf[i];
    if (!attachment || (named[i] && !declared)) return [];
    const target = attachment.name.value;
    const local =
      hostPrefix !== undefined && target.startsWith(hostPrefix) ? target.slice(hostPrefix.length) : target;
    const name = declared?.value ?? freeName(local, taken);
    taken.add(name);
    const keyword = nic.node.$cstNode && originOfKeyword(context.uri, nic);
    const places = nic.places(declared?.origin ?? keyword ?? nic.origin(nic.node));
    return [{ name, places, ...nic.documentation(), attachment, ...readNicProperties(nic) }];
  });
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
  return name;
}

function originOfKeyword(uri: string, { node }: BlockReader) {
  const cst = node.$cstNode;
  const { start } = cst ? originOf(uri, cst).range : { start: { line: 0, character: 0 } };
  return { uri, range: { start, end: { line: start.line, character: start.character + 'nic'.length } } };
}

function readAttachment(reader: BlockReader): GuestNicDeclaration['attachment'] | undefined {
  const network = reader.name('network');
  const bridge = reader.name('bridge');
  if (network && bridge) {
    reader.context.report({
      code: 'syntax/misplaced-property',
      message: 'A NIC is plugged into a network or into a bridge, not into both.',
      origin: reader.originOf('bridge') ?? bridge.origin,
      fixes: [
        {
          title: `Remove 'bridge ${bridge.value}'`,
          edits: [{ kind: 'remove', at: reader.originOf('bridge') ?? bridge.origin }],
        },
      ],
    });
  }
  if (network) return { kind: 'network', name: network };
  if (bridge) return { kind: 'bridge', name: bridge };
  reader.context.report({
    code: 'syntax/missing-property',
    message: "A guest's NIC needs a network or a bridge.",
    origin: originOfKeyword(reader.context.uri, reader),
  });
  return undefined;
}

function readNicProperties(reader: BlockReader) {
  return present({
    mac: reader.one('mac', mac),
    model: reader.one('model', anyText),
    queues: reader.one('queues', queueCount),
    vlan: reader.one('vlan', vlanId),
    trunk: reader.whole('trunk', vlanRange, toVlanSet),
    native: reader.one('native', vlanId),
    mtu: reader.one('mtu', mtu),
    bandwidth: readBandwidth(reader),
    filter: reader.one('filter', anyText),
    isolated: reader.flag('isolated'),
    link: reader.one('link', onOrOff),
    boot: reader.one('boot', whole('boot order', 65_535)),
  });
}

function readBandwidth(reader: BlockReader): GuestNicDeclaration['bandwidth'] {
  const limits: { in?: BandwidthLimit; out?: BandwidthLimit } = {};
  for (const node of reader.all('bandwidth').slice(0, 1)) {
    if (!ast.isBandwidth(node)) continue;
    for (const limit of node.limits) {
      const parts = reader.parts(limit);
      const direction = limit.direction;
      const [averageWord] = parts.get(direction) ?? [];
      const average = averageWord && reader.read(averageWord, rate);
      if (!average) continue;
      if (limits[direction]) {
        reader.context.report({
          code: 'syntax/property-twice',
          message: `'${direction}' is already said.`,
          origin: reader.origin(limit),
          fixes: [
            { title: `Remove this '${direction}'`, edits: [{ kind: 'remove', at: reader.origin(limit) }] },
          ],
        });
        continue;
      }
      const peak: Sourced<number> | undefined = first(parts.get('peak'), (word) => reader.read(word, rate));
      const burst: Sourced<number> | undefined = first(parts.get('burst'), (word) => reader.read(word, size));
      limits[direction] = { average, ...present({ peak, burst }) };
    }
  }
  reader.mark('bandwidth');
  return (limits.in ?? limits.out) ? limits : undefined;
}

const first = <T, U>(items: readonly T[] | undefined, read: (item: T) => U): U | undefined =>
  items?.[0] === undefined ? undefined : read(items[0]);
