import type { Route } from '../../model/index.js';
import * as ast from '../generated/ast.js';
import { ipAddress, interfaceAddress, subnet } from '../literals/addresses.js';
import { problem } from '../literals/literal.js';
import { whole } from '../literals/numbers.js';
import { anyText } from '../literals/words.js';
import { present, type BlockReader } from './block-reader.js';
import type { AddressingDeclaration } from './declaration.js';

/** Bytes. Whether the kernel takes it, a rule says. */
export const mtu = whole('MTU', 0xffff_ffff);

/** The kernel keeps a route's metric in 32 bits (LINUX: include/uapi/linux/rtnetlink.h RTA_PRIORITY). */
const metric = whole('metric', 0xffff_ffff);

export function readRoutes(reader: BlockReader): readonly Route[] {
  return reader.all('route').flatMap((node) => {
    if (!ast.isRoute(node)) return [];
    const parts = reader.parts(node);
    const [word] = parts.get('route') ?? [];
    const destination = word && reader.read(word, destinationLiteral);
    if (!destination) return [];
    const via = parts.get('via')?.[0];
    const priority = parts.get('metric')?.[0];
    return [
      {
        destination,
        origin: reader.origin(node),
        ...present({
          via: via && reader.read(via, ipAddress, 'via'),
          metric: priority && reader.read(priority, metric),
        }),
      },
    ];
  });
}

/** A subnet, or a single address as the subnet that holds nothing else. */
const destinationLiteral: typeof subnet = (text) => {
  if (text === 'default')
    return problem("The default route is written 0.0.0.0/0, or ::/0 for IPv6, not 'default'.", '0.0.0.0/0');
  const address = ipAddress(text);
  return 'value' in address ? subnet(`${text}/${address.value.includes(':') ? 128 : 32}`) : subnet(text);
};

export function readAddressing(reader: BlockReader): AddressingDeclaration {
  const written = present({
    addresses: reader.list('address', interfaceAddress),
    dhcp: reader.mark('dhcp'),
    slaac: reader.mark('slaac'),
    none: reader.mark('none'),
    gateways: reader.list('gateway', ipAddress),
    dns: reader.list('dns', ipAddress),
    search: reader.list('search', anyText),
    zone: reader.name('zone'),
  });
  return { ...written, routes: readRoutes(reader) };
}
