import { assertNever, formatInterfaceAddress } from '../../model/index.js';
import type { DhcpRange, ManagedNetwork, NetworkIndex, PortForward } from '../../model/index.js';
import { listDetail, mtuLines, optionalDetail } from './describe-addressing.js';
import type { Description } from './describe-device.js';

export function virtualKindText(kind: ManagedNetwork['kind']): string {
  switch (kind) {
    case 'nat':
      return 'NAT';
    case 'routed':
      return 'routed';
    case 'isolated':
      return 'isolated';
    default:
      return assertNever(kind);
  }
}

const rangeText = ({ first, last }: DhcpRange): string => `${first}–${last}`;

function forwardText({ port, guest, guestPort }: PortForward, index: NetworkIndex): string {
  const name = index.guest(guest.value)?.name ?? guest.value;
  return `${port.number}/${port.protocol} → ${name}:${guestPort}`;
}

export function describeVirtualNetwork(virtual: ManagedNetwork, index: NetworkIndex): Description {
  const subnets = virtual.subnets.map(({ value }) => formatInterfaceAddress(value));
  const forwards = virtual.forwards.map((forward) => forwardText(forward, index));
  const over = virtual.over && (index.device(virtual.over.value)?.name ?? virtual.over.value);
  const [first, ...others] = subnets;
  return {
    sublabels: [
      [virtualKindText(virtual.kind), ...(first === undefined ? [] : [first])].join(' '),
      ...others,
      ...forwards.slice(0, 1).map((text) => `forward ${text}`),
      ...(virtual.hostAccess.value ? [] : ['no host access']),
      ...mtuLines(virtual.mtu.value),
    ],
    details: [
      { name: 'kind', value: `${virtualKindText(virtual.kind)} network of libvirt` },
      { name: 'bridge', value: virtual.bridge.value },
      ...listDetail('subnets', subnets),
      ...listDetail(
        'host address',
        virtual.addresses.map(({ value }) => formatInterfaceAddress(value)),
      ),
      ...listDetail('DHCP', virtual.dhcp.map(rangeText)),
      ...listDetail(
        'leases',
        virtual.leases.map(({ mac, address, name }) => [mac, address, name ?? ''].join(' ').trim()),
      ),
      ...listDetail('forwards', forwards),
      ...(over === undefined ? [] : [{ name: 'over', value: over }]),
      { name: 'host access', value: virtual.hostAccess.value ? 'yes' : 'no' },
      ...optionalDetail('domain', virtual.domain),
      ...optionalDetail('zone', virtual.zone),
      { name: 'MTU', value: String(virtual.mtu.value) },
      { name: 'starts with the host', value: virtual.autostart.value ? 'yes' : 'no' },
    ],
  };
}
