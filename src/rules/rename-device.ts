import {
  comparePositions,
  type Device,
  type Fix,
  type Host,
  type Origin,
  sameOrigin,
} from '../model/index.js';
import { nameSource } from './interface-names.js';
import type { SiteView } from './site-view.js';

export const isWithin = (inner: Origin, outer: Origin): boolean =>
  inner.uri === outer.uri &&
  comparePositions(outer.range.start, inner.range.start) <= 0 &&
  comparePositions(inner.range.end, outer.range.end) <= 0;

/**
 * Renames a device and everything of its host and guests that names it. Only for a device that is declared in the block
 * of its host: a name in a profile belongs to other hosts as well, and blocks of one name merge.
 */
export function renameDevice(device: Device, name: string, host: Host, site: SiteView): Fix | undefined {
  if (device.derived || !isWithin(device.places.name, host.places.whole)) return undefined;
  const places: Origin[] = [device.places.name, ...referencesTo(device, host, site)];
  const distinct = places.filter((place, i) => places.findIndex((other) => sameOrigin(place, other)) === i);
  return {
    title: `Name it ${name}`,
    edits: distinct.map((at) => ({ kind: 'replace', at, text: nameSource(name) })),
  };
}

function* referencesTo({ id, name }: Device, host: Host, site: SiteView): Iterable<Origin> {
  for (const device of host.devices) {
    if (device.derived) continue;
    switch (device.kind) {
      case 'bond':
        for (const port of device.ports) if (port.value === id) yield port.origin;
        if (device.options.primary?.value === id) yield device.options.primary.origin;
        break;
      case 'vlan':
        if (device.parent.value === id) yield device.parent.origin;
        break;
      case 'bridge':
        for (const port of device.ports) if (port.device === id) yield port.origin;
        break;
      case 'nic':
        break;
    }
  }
  for (const network of host.virtualNetworks)
    if (network.kind !== 'bridged' && network.over?.value === id) yield network.over.origin;
  for (const guest of site.guestsOn(host.id))
    for (const { attachment } of guest.nics)
      if (attachment.kind === 'bridge' && attachment.name === name) yield attachment.origin;
}
