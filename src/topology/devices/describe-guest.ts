import { formatVlanSet } from '../../model/index.js';
import type { BandwidthLimit, Guest, GuestNic } from '../../model/index.js';
import type { Detail } from '../graph.js';
import { mtuLines, optionalDetail } from './describe-addressing.js';
import type { Description } from './describe-device.js';

/** Bits per second as the language writes them: `500 Mbit/s`. */
export function rateText(bits: number): string {
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] as const;
  let value = bits;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toFixed(2))} ${units[unit] ?? 'bit/s'}`;
}

/** CPUs 2, 3, 4, 5 → `2-5`. */
function cpuText(cpus: readonly number[]): string {
  const sorted = [...new Set(cpus)].sort((a, b) => a - b);
  const runs: { first: number; last: number }[] = [];
  for (const cpu of sorted) {
    const run = runs.at(-1);
    if (run?.last === cpu - 1) run.last = cpu;
    else runs.push({ first: cpu, last: cpu });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

export function describeGuest(guest: Guest): Description {
  const vcpus = guest.vcpus?.value;
  const cpus = vcpus === undefined ? [] : [`${vcpus} ${vcpus === 1 ? 'vCPU' : 'vCPUs'}`];
  const pin = guest.pin ? [`CPU ${cpuText(guest.pin.value)}`] : [];
  return {
    sublabels: [[...cpus, ...pin].join(' · ')].filter((line) => line !== ''),
    details: [
      { name: 'kind', value: 'guest' },
      ...optionalDetail('vCPUs', guest.vcpus),
      ...optionalDetail('pinned to', guest.pin, cpuText),
    ],
  };
}

const limitText = ({ average, peak, burst }: BandwidthLimit): string =>
  [
    rateText(average.value),
    ...(peak ? [`peak ${rateText(peak.value)}`] : []),
    ...(burst ? [`burst ${burst.value} bytes`] : []),
  ].join(', ');

const limitDetail = (name: string, limit: BandwidthLimit | undefined): readonly Detail[] =>
  limit ? [{ name, value: limitText(limit) }] : [];

/** VLAN tags that pass the guest's NIC: what the switch port of a physical machine would be configured to. */
export function guestVlanText({ vlan, trunk, native }: GuestNic): string | undefined {
  const parts = [
    ...(vlan ? [`VLAN ${vlan.value}`] : []),
    ...(trunk ? [`trunk ${formatVlanSet(trunk.value)}`] : []),
    ...(native ? [`native ${native.value}`] : []),
  ];
  return parts.length > 0 ? parts.join(' · ') : undefined;
}

export function describeGuestNic(nic: GuestNic): Description {
  const vlans = guestVlanText(nic);
  const queues = nic.queues && nic.queues.value > 1 ? [`${nic.queues.value} queues`] : [];
  const { bandwidth } = nic;
  const limit = [
    ...(bandwidth?.in ? [`in ${rateText(bandwidth.in.average.value)}`] : []),
    ...(bandwidth?.out ? [`out ${rateText(bandwidth.out.average.value)}`] : []),
  ];
  const model = nic.model.value === 'virtio' ? [] : [nic.model.value];
  return {
    sublabels: [
      nic.mac.value,
      ...(vlans === undefined ? [] : [vlans]),
      ...[[...model, ...queues].join(' · ')].filter((line) => line !== ''),
      ...[limit.join(' · ')].filter((line) => line !== ''),
      ...mtuLines(nic.mtu?.value),
      ...(nic.link?.value === false ? ['link down'] : []),
    ],
    details: [
      { name: 'kind', value: 'NIC of a guest' },
      { name: nic.attachment.kind, value: nic.attachment.name },
      { name: 'MAC', value: nic.mac.value + (nic.mac.follows ? ' (made from the names)' : '') },
      { name: 'model', value: nic.model.value },
      ...optionalDetail('queues', nic.queues),
      ...optionalDetail('VLAN', nic.vlan),
      ...optionalDetail('trunk', nic.trunk, formatVlanSet),
      ...optionalDetail('native VLAN', nic.native),
      ...optionalDetail('MTU', nic.mtu),
      ...limitDetail('bandwidth in', bandwidth?.in),
      ...limitDetail('bandwidth out', bandwidth?.out),
      ...optionalDetail('filter', nic.filter),
      ...optionalDetail('isolated', nic.isolated, (value) => (value ? 'yes' : 'no')),
      ...optionalDetail('link', nic.link, (value) => (value ? 'up' : 'down')),
      ...optionalDetail('boot order', nic.boot),
    ],
  };
}
