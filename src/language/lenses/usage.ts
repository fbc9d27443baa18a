import {
  hasRole,
  nameOfId,
  networkId,
  poolId,
  type ElementId,
  type Guest,
  type Network,
  type NetworkIndex,
  type Origin,
} from '../../model/index.js';
import { hostsMadeOf } from '../places/subject.js';

/** Who uses something: a line to read, and the places to go to. */
export interface Usage {
  readonly title: string;
  readonly places: readonly Origin[];
}

/** Answers for the lenses of a site. What takes a walk over all guests is made once for each state of the network. */
export class Usages {
  private readonly guests = new WeakMap<Network, ReadonlyMap<ElementId, readonly Guest[]>>();

  /** `2 hosts, 3 guests` */
  ofNetwork(name: string, index: NetworkIndex): Usage | undefined {
    const network = index.logicalNetwork(networkId(name));
    if (!network) return undefined;
    const hosts = new Map(
      index.devicesOf(network.id).flatMap((device) => {
        const said = device.networks.find(({ value }) => value === network.id);
        return said ? [[device.host, said.origin] as const] : [];
      }),
    );
    const guests = this.guestsOf(index.network).get(network.id) ?? [];
    const titles = [counted(hosts.size, 'host')];
    if (hasRole(network, 'vm')) titles.push(counted(guests.length, 'guest'));
    const plugs = guests.flatMap(({ nics }) =>
      nics.flatMap(({ attachment }) =>
        attachment.kind === 'network' && attachment.network === network.id ? [attachment.origin] : [],
      ),
    );
    return { title: titles.join(', '), places: [...hosts.values(), ...plugs] };
  }

  /** `2 hosts` */
  ofProfile(name: string, index: NetworkIndex): Usage {
    const hosts = hostsMadeOf(name, index);
    return { title: counted(hosts.length, 'host'), places: hosts.map(({ places }) => places.name) };
  }

  /** `may run on kvm1, kvm2`: of a guest in a pool, whose hosts are not to be read beside it. */
  ofPooledGuest(pool: string, index: NetworkIndex): Usage | undefined {
    const hosts = index.network.pools.find(({ id }) => id === poolId(pool))?.hosts ?? [];
    if (hosts.length === 0) return undefined;
    const names = hosts.map(({ value }) => nameOfId(value));
    const rest = names.length - MOST_NAMES;
    const told = rest > 1 ? [...names.slice(0, MOST_NAMES), `${rest} more`] : names;
    return {
      title: `may run on ${told.join(', ')}`,
      places: hosts.flatMap(({ value }) => index.host(value)?.places.name ?? []),
    };
  }

  private guestsOf(network: Network): ReadonlyMap<ElementId, readonly Guest[]> {
    const known = this.guests.get(network);
    if (known) return known;
    const byNetwork = new Map<ElementId, Guest[]>();
    for (const guest of network.guests) {
      const plugged = guest.nics.flatMap(({ attachment }) =>
        attachment.kind === 'network' && attachment.network !== undefined ? [attachment.network] : [],
      );
      for (const id of new Set(plugged)) {
        const guests = byNetwork.get(id);
        if (guests) guests.push(guest);
        else byNetwork.set(id, [guest]);
      }
    }
    this.guests.set(network, byNetwork);
    return byNetwork;
  }
}

/** More would not be read. */
const MOST_NAMES = 5;

const counted = (count: number, noun: string): string =>
  count === 0 ? `no ${noun}` : `${count} ${noun}${count === 1 ? '' : 's'}`;
