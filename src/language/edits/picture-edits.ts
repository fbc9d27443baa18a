import {
  hasAddress,
  sameOrigin,
  type Bond,
  type Device,
  type Edit,
  type Element,
  type ElementId,
  type Guest,
  type NetworkIndex,
  type Nic,
  type Origin,
} from '../../model/index.js';
import type { EditIntent } from '../../protocol/index.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';

/** One way to do what a person asked for in the picture: they choose, and the text is changed. */
export interface PictureEdit {
  readonly label: string;
  readonly description: string;
  readonly edit: Edit;
}

/** The choices for an intent about an element; empty where there is nothing to choose from. */
export function pictureEdits(index: NetworkIndex, intent: EditIntent, id: ElementId): readonly PictureEdit[] {
  switch (intent) {
    case 'add-guest-nic': {
      const guest = index.guest(id);
      return guest ? guestNicEdits(guest, index) : [];
    }
    case 'add-bond-port': {
      const bond = index.device(id);
      return bond?.kind === 'bond' ? bondPortEdits(bond, index) : [];
    }
  }
}

/** Where a property can be added: before the closing brace, or behind a declaration that has no block yet. */
function endOf({ places: { bodyEnd, whole } }: Element): Origin {
  return bodyEnd ?? { uri: whole.uri, range: { start: whole.range.end, end: whole.range.end } };
}

/** Networks that every host of the guest has, and that it is not in yet. */
function guestNicEdits(guest: Guest, index: NetworkIndex): readonly PictureEdit[] {
  const hosts = guest.hosts.flatMap((id) => index.host(id) ?? []);
  const taken = new Set(guest.nics.map(({ attachment }) => attachment.name));
  const names = new Map<string, string>();
  for (const { virtualNetworks } of hosts) {
    for (const virtual of virtualNetworks) {
      const logical = virtual.kind === 'bridged' ? index.logicalNetwork(virtual.network) : undefined;
      const name = logical?.name ?? virtual.name;
      const roles = logical?.roles.map(({ value }) => value).join(', ') ?? '';
      if (!taken.has(name)) names.set(name, virtual.kind === 'bridged' ? roles : virtual.kind);
    }
  }
  const isEverywhere = (name: string): boolean =>
    hosts.every(({ virtualNetworks }) =>
      virtualNetworks.some((virtual) =>
        virtual.kind === 'bridged'
          ? index.logicalNetwork(virtual.network)?.name === name
          : virtual.name === name,
      ),
    );
  return [...names]
    .filter(([name]) => isEverywhere(name))
    .map(([name, description]) => ({
      label: name,
      description,
      edit: { kind: 'append', at: endOf(guest), text: `nic { network ${quoteIfNeeded(name)} }` },
    }));
}

/** NICs that nothing uses, on each host that gets the bond from the same text. */
function bondPortEdits(bond: Bond, index: NetworkIndex): readonly PictureEdit[] {
  const alike = index.network.hosts.filter(({ devices }) =>
    devices.some(({ places, kind }) => kind === 'bond' && sameOrigin(places.name, bond.places.name)),
  );
  const free = index.host(bond.host)?.devices.filter((device): device is Nic => isFree(device, index)) ?? [];
  const isFreeEverywhere = ({ name }: Nic): boolean =>
    alike.every(({ devices }) => devices.some((device) => device.name === name && isFree(device, index)));
  const last = bond.ports.at(-1);
  return free.filter(isFreeEverywhere).map((nic) => {
    const name = quoteIfNeeded(nic.name);
    const others = alike.length - 1;
    return {
      label: nic.name,
      description:
        others > 0 ? `also on ${others} more ${others === 1 ? 'host' : 'hosts'} of the profile` : 'free',
      edit: last
        ? { kind: 'replace', at: behind(last.origin), text: `, ${name}` }
        : { kind: 'append', at: endOf(bond), text: `ports ${name}` },
    };
  });
}

const behind = ({ uri, range: { end } }: Origin): Origin => ({ uri, range: { start: end, end } });

const isFree = (device: Device, index: NetworkIndex): boolean =>
  device.kind === 'nic' &&
  device.controller === undefined &&
  device.carries.length === 0 &&
  device.networks.length === 0 &&
  !hasAddress(device.addressing) &&
  index.vlansOn(device.id).length === 0;
