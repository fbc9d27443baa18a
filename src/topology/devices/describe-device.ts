import { assertNever, formatVlanSet } from '../../model/index.js';
import type { Bond, Bridge, Device, NetworkIndex, Nic, Vlan } from '../../model/index.js';
import type { Detail } from '../graph.js';
import {
  addressingDetails,
  addressLines,
  listDetail,
  mtuLines,
  optionalDetail,
} from './describe-addressing.js';

export interface Description {
  readonly sublabels: readonly string[];
  readonly details: readonly Detail[];
}

const KIND_NAMES = { nic: 'physical NIC', bond: 'bond', vlan: 'VLAN device', bridge: 'bridge' } as const;

export function describeDevice(device: Device, index: NetworkIndex): Description {
  const own = describeKind(device, index);
  const networks = device.networks.map(({ value }) => index.logicalNetwork(value)?.name ?? value);
  const rule = device.derived && index.logicalNetwork(device.derived.network)?.name;
  return {
    sublabels: [...own.sublabels, ...addressLines(device.addressing), ...mtuLines(device.mtu.value)],
    details: [
      { name: 'kind', value: KIND_NAMES[device.kind] },
      ...own.details,
      ...listDetail('networks', networks),
      { name: 'MTU', value: String(device.mtu.value) },
      ...addressingDetails(device.addressing),
      ...(device.derived
        ? [{ name: 'follows from', value: `carries ${rule ?? ''} on ${nameOf(device.derived.on, index)}` }]
        : []),
    ],
  };
}

const nameOf = (id: string, index: NetworkIndex): string => index.device(id)?.name ?? id;

function describeKind(device: Device, index: NetworkIndex): Description {
  switch (device.kind) {
    case 'nic':
      return describeNic(device, index);
    case 'bond':
      return describeBond(device, index);
    case 'vlan':
      return describeVlan(device, index);
    case 'bridge':
      return describeBridge(device, index);
    default:
      return assertNever(device);
  }
}

function describeNic(nic: Nic, index: NetworkIndex): Description {
  const controller = nic.controller === undefined ? undefined : index.device(nic.controller);
  const primary = controller?.kind === 'bond' && controller.options.primary?.value === nic.id;
  return {
    sublabels: [...(primary ? ['primary'] : []), ...(nic.mac ? [nic.mac.value] : [])],
    details: [
      ...optionalDetail('MAC', nic.mac),
      ...optionalDetail('wake on LAN', nic.wakeOnLan, (value) => (value ? 'on' : 'off')),
      ...(controller ? [{ name: 'port of', value: controller.name }] : []),
    ],
  };
}

function describeBond(bond: Bond, index: NetworkIndex): Description {
  const { options } = bond;
  return {
    sublabels: [bond.mode.value],
    details: [
      { name: 'mode', value: bond.mode.value },
      ...listDetail(
        'ports',
        bond.ports.map(({ value }) => nameOf(value, index)),
      ),
      ...optionalDetail('primary', options.primary, (id) => nameOf(id, index)),
      ...optionalDetail('LACP rate', options.lacpRate),
      ...optionalDetail('hash', options.hash),
      ...optionalDetail('MII monitoring', options.miimon, (ms) => `${ms} ms`),
      ...optionalDetail('ARP monitoring', options.arpInterval, (ms) => `${ms} ms`),
      ...listDetail('ARP targets', options.arpTargets?.map(({ value }) => value) ?? []),
      ...optionalDetail('least links', options.minLinks),
      ...optionalDetail('up delay', options.updelay, (ms) => `${ms} ms`),
      ...optionalDetail('down delay', options.downdelay, (ms) => `${ms} ms`),
      ...optionalDetail('fail-over MAC', options.failOverMac),
      ...optionalDetail('aggregator choice', options.adSelect),
      ...optionalDetail('MAC', bond.mac),
    ],
  };
}

function describeVlan(vlan: Vlan, index: NetworkIndex): Description {
  return {
    sublabels: [`VLAN ${vlan.vlanId.value}`],
    details: [
      { name: 'VLAN', value: String(vlan.vlanId.value) },
      { name: 'on', value: nameOf(vlan.parent.value, index) },
    ],
  };
}

function describeBridge(bridge: Bridge, index: NetworkIndex): Description {
  const aware = bridge.vlanAware.value;
  const vlans = bridge.vlans ? `VLANs ${formatVlanSet(bridge.vlans.value)}` : 'VLAN-aware';
  return {
    sublabels: [...(aware ? [vlans] : []), ...(bridge.stp.value ? ['STP'] : [])],
    details: [
      { name: 'VLAN-aware', value: aware ? 'yes' : 'no' },
      ...optionalDetail('VLANs', bridge.vlans, formatVlanSet),
      ...optionalDetail('untagged VLAN', bridge.pvid),
      ...listDetail(
        'ports',
        bridge.ports.map(({ device }) => nameOf(device, index)),
      ),
      { name: 'STP', value: bridge.stp.value ? 'on' : 'off' },
      ...optionalDetail('priority', bridge.priority),
      ...optionalDetail('forward delay', bridge.forwardDelay, (seconds) => `${seconds} s`),
      ...optionalDetail('hello time', bridge.helloTime, (seconds) => `${seconds} s`),
      ...optionalDetail('max age', bridge.maxAge, (seconds) => `${seconds} s`),
      ...optionalDetail('ageing time', bridge.ageingTime, (seconds) => `${seconds} s`),
      ...optionalDetail('multicast snooping', bridge.multicastSnooping, (value) => (value ? 'on' : 'off')),
      ...optionalDetail('MAC', bridge.mac),
    ],
  };
}
