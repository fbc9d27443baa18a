import {
  type Device,
  type Host,
  MAX_INTERFACE_NAME_BYTES,
  type ElementId,
  type Origin,
  type Places,
  sameOrigin,
} from '../model/index.js';
import type { Violation } from './rule.js';
import type { SiteView } from './site-view.js';
import { capitalized, deviceText, related, virtualNetworkText } from './wording.js';

/** A name that the kernel of a host gets to see, and whose it is. */
export interface InterfaceName {
  readonly name: string;
  /** Where the interface comes from. */
  readonly origin: Origin;
  /** Where the name is decided: that of a derived bridge at its network. */
  readonly decidedAt: Origin;
  readonly owner: ElementId;
  readonly places: Places;
  /** `bridge tenant`, `the bridge of nat network lab` */
  readonly text: string;
  /** Why nobody wrote the name, when nobody did. */
  readonly derived: boolean;
}

/** Names of all devices, and of the bridges that libvirt makes, in the order of the model. */
export function interfaceNames(host: Host, site?: SiteView): readonly InterfaceName[] {
  const devices = host.devices.map((device) => ({
    name: device.name,
    origin: device.places.name,
    decidedAt: nameOriginOf(device, site),
    owner: device.id,
    places: device.places,
    text: deviceText(device),
    derived: device.derived !== undefined,
  }));
  const bridges = host.virtualNetworks.flatMap((network) =>
    network.kind === 'bridged'
      ? []
      : [
          {
            name: network.bridge.value,
            origin: network.bridge.origin,
            decidedAt: network.bridge.origin,
            owner: network.id,
            places: network.places,
            text: `the bridge of ${virtualNetworkText(network)}`,
            derived: network.bridge.follows !== undefined,
          },
        ],
  );
  return [...devices, ...bridges];
}

/** A bridge that follows from a network bears the name that the network says, or the network's own. */
function nameOriginOf({ kind, derived, places }: Device, site: SiteView | undefined): Origin {
  const network = derived && kind === 'bridge' ? site?.logicalNetwork(derived.network) : undefined;
  return network ? (network.bridge?.origin ?? network.places.name) : places.name;
}

/** Where the interface comes from, when its name is decided elsewhere. */
export const cameFrom = ({ origin, decidedAt, text }: InterfaceName): Pick<Violation, 'related'> =>
  sameOrigin(origin, decidedAt)
    ? {}
    : { related: [related(origin, `${capitalized(text)} follows from this.`)] };

const ASCII_NAME = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** A name as it stands in the text: quoted where it has to be. */
export const nameSource = (name: string): string => (ASCII_NAME.test(name) ? name : JSON.stringify(name));

const bytesOf = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};

export const interfaceNameBytes = bytesOf;

/**
 * A free name of at most 15 bytes that still reads like the long one: the VLAN suffix stays, `bridge` becomes `br`,
 * the rest is cut, and a number tells it from names that are taken.
 */
export function proposeInterfaceName(name: string, taken: ReadonlySet<string>): string {
  const ascii = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z]+/, '');
  const [, stem = '', suffix = ''] = /^(.*?)(\.\d{1,4})?$/.exec(ascii) ?? [];
  const short = stem.replace(/^bridge(?=[-_.\w])/i, 'br').replace(/[-_.]$/, '') || 'net';
  for (let attempt = 1; ; attempt++) {
    const tail = `${attempt === 1 ? '' : attempt}${suffix}`;
    const proposal = `${short.slice(0, MAX_INTERFACE_NAME_BYTES - tail.length).replace(/[-_.]+$/, '')}${tail}`;
    if (!taken.has(proposal)) return proposal;
  }
}
