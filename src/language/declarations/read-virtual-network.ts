import type { DhcpRange, Lease } from '../../model/index.js';
import type * as ast from '../generated/ast.js';
import { addressRange, ipAddress, mac, plainPort, port, subnet } from '../literals/addresses.js';
import { anyText, nameText } from '../literals/words.js';
import { BlockReader, present, type ReadingContext } from './block-reader.js';
import type { PortForwardDeclaration, VirtualNetworkDeclaration } from './declaration.js';
import { readDeclaration } from './read-devices.js';
import { mtu } from './read-properties.js';

export function readVirtualNetwork(
  node: ast.VirtualNetworkBlock,
  context: ReadingContext,
): VirtualNetworkDeclaration | undefined {
  const reader = new BlockReader(node, context);
  const declaration = readDeclaration(reader);
  if (!declaration) return undefined;
  return {
    ...declaration,
    kind: node.kind,
    leases: readLeases(reader),
    forwards: readForwards(reader),
    ...present({
      bridge: reader.name('bridge'),
      subnets: reader.list('subnet', subnet),
      dhcp: readRanges(reader),
      dns: reader.list('dns', ipAddress),
      domain: reader.one('domain', anyText),
      over: reader.name('over'),
      hostAccess: reader.flag('host-access'),
      mtu: reader.one('mtu', mtu),
      zone: reader.name('zone'),
      autostart: reader.flag('autostart'),
    }),
  };
}

const readRanges = (reader: BlockReader): readonly DhcpRange[] | undefined =>
  reader.list('dhcp', addressRange)?.map(({ value, origin }) => ({ ...value, origin }));

function readLeases(reader: BlockReader): readonly Lease[] {
  return reader.all('lease').flatMap((node) => {
    const [macWord, addressWord, nameWord] = reader.parts(node).get('lease') ?? [];
    const guestMac = macWord && reader.read(macWord, mac, 'lease');
    const address = addressWord && reader.read(addressWord, ipAddress, 'lease');
    if (!guestMac || !address) return [];
    return [
      {
        mac: guestMac.value,
        address: address.value,
        origin: reader.origin(node),
        ...present({ name: nameWord?.text }),
      },
    ];
  });
}

function readForwards(reader: BlockReader): readonly PortForwardDeclaration[] {
  return reader.all('forward').flatMap((node) => {
    const parts = reader.parts(node);
    const [hostPort, guest, guestPort] = [
      parts.get('forward')?.[0],
      parts.get('to')?.[0],
      parts.get(':')?.[0],
    ];
    const from = hostPort && reader.read(hostPort, port);
    const to = guest && reader.read(guest, nameText);
    const toPort = guestPort && reader.read(guestPort, plainPort);
    if (!from || !to || !toPort) return [];
    return [{ port: from.value, guest: to, guestPort: toPort.value, origin: reader.origin(node) }];
  });
}
