import { networkId } from '../../model/index.js';
import type { ElementId, Guest, GuestNic, NetworkIndex } from '../../model/index.js';
import type { SiteFrame } from '../folding/site-frames.js';

/** Id of the column of the virtual networks of one name. */
export const virtualLaneId = (name: string): string => `virtual-${networkId(name)}`;

/** The network of the site behind a guest's NIC: by name, or because the bridge that it names serves it. */
export function laneOfNic({ hosts }: Guest, nic: GuestNic, index: NetworkIndex): ElementId | undefined {
  const { attachment } = nic;
  if (attachment.kind === 'network') return attachment.network ?? virtualLaneId(attachment.name);
  const [host] = hosts;
  const plug = host === undefined ? undefined : index.plugOf(nic, host);
  return plug?.kind === 'bridge' ? plug.bridge.networks[0]?.value : undefined;
}

/** Something that is connected to a network, where the network's column is. */
export interface LaneMember {
  readonly lane: string;
  readonly kind: 'host' | 'guest';
  readonly name: string;
}

/** Everything of a frame that is connected to a network: top devices and virtual networks of the host, NICs of guests. */
export function lanesOfFrame(frame: SiteFrame, index: NetworkIndex): readonly LaneMember[] {
  const own =
    frame.kind !== 'host'
      ? []
      : [
          ...frame.host.devices.flatMap(({ name, networks }) =>
            networks.map(({ value }): LaneMember => ({ lane: value, kind: 'host', name })),
          ),
          ...frame.host.virtualNetworks.flatMap((virtual): readonly LaneMember[] =>
            virtual.kind === 'bridged'
              ? []
              : [{ lane: virtualLaneId(virtual.name), kind: 'host', name: virtual.bridge.value }],
          ),
        ];
  const guests = frame.guests.flatMap((guest) =>
    guest.nics.flatMap((nic): readonly LaneMember[] => {
      const lane = laneOfNic(guest, nic, index);
      return lane === undefined ? [] : [{ lane, kind: 'guest', name: guest.name }];
    }),
  );
  return [...own, ...guests];
}
