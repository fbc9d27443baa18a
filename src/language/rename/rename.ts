import {
  deviceId,
  hostId,
  type Edit,
  type Host,
  type Network,
  type NetworkIndex,
  type Position,
} from '../../model/index.js';
import type { Declarations, NetworkDeclaration } from '../declarations/declaration.js';
import type { SiteKind } from '../lowering/site-names.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import { occurrencesIn, type Occurrence, type Shape } from './occurrences.js';
import { localName, Shapes } from './shapes.js';

/** A site as it is read: its files, and what they come to. */
export interface NamedSite {
  readonly files: readonly Declarations[];
  readonly index: NetworkIndex;
}

/** What a name stands for. */
export type NamedThing =
  | { readonly kind: SiteKind; readonly name: string }
  | ThingOfHost
  | { readonly kind: 'guest-nic'; readonly name: string; readonly occurrence: Occurrence };

/** Something that belongs to hosts and profiles: those that say something of it. */
interface ThingOfHost {
  readonly kind: 'device' | 'virtual-network';
  readonly name: string;
  readonly shapes: ReadonlySet<Shape>;
}

export type Renaming =
  | { readonly ok: true; readonly edits: readonly Edit[] }
  /** `problem` is a sentence for the person. */
  | { readonly ok: false; readonly problem: string };

const KIND_TEXT: Readonly<Record<NamedThing['kind'], string>> = {
  networks: 'network',
  pools: 'pool',
  profiles: 'profile',
  hosts: 'host',
  guests: 'guest',
  zones: 'zone',
  device: 'device',
  'virtual-network': 'libvirt network',
  'guest-nic': 'NIC',
};

/** All names of a site, and what they stand for. Made when somebody renames something. */
export class Renamer {
  readonly occurrences: readonly Occurrence[];
  private readonly shapes: Shapes;

  constructor(private readonly site: NamedSite) {
    this.occurrences = site.files.flatMap(occurrencesIn);
    this.shapes = new Shapes(site.files);
  }

  /** The name at a place of the text. */
  occurrenceAt(uri: string, { line, character }: Position): Occurrence | undefined {
    return this.occurrences.find(
      ({ origin: { uri: other, range } }) =>
        other === uri &&
        range.start.line === line &&
        range.start.character <= character &&
        character <= range.end.character,
    );
  }

  /** What the name stands for; undefined when nothing that is written bears it. */
  symbolOf(occurrence: Occurrence): NamedThing | undefined {
    switch (occurrence.kind) {
      case 'device':
        return this.ofShapes('device', localName(occurrence), [occurrence.shape]);
      case 'virtual-network':
        return this.ofShapes('virtual-network', occurrence.name, [occurrence.shape]);
      case 'plugged-bridge':
        return this.ofShapes('device', occurrence.name, this.shapes.shapesUnder(occurrence.guest));
      case 'plugged-network':
        return (
          this.siteWide('networks', occurrence.name) ??
          this.ofShapes('virtual-network', occurrence.name, this.shapes.shapesUnder(occurrence.guest))
        );
      case 'guest-nic':
        return { kind: 'guest-nic', name: occurrence.name, occurrence };
      default:
        return this.siteWide(occurrence.kind, occurrence.name);
    }
  }

  rename(symbol: NamedThing, newName: string): Renaming {
    const problem = this.problemWith(symbol, newName);
    if (problem !== undefined) return { ok: false, problem };
    const edits = this.occurrences.flatMap((occurrence): readonly Edit[] => {
      const text = this.nameAfter(occurrence, symbol, newName);
      return text === undefined || text === occurrence.name
        ? []
        : [{ kind: 'replace', at: occurrence.origin, text: quoteIfNeeded(text) }];
    });
    return { ok: true, edits };
  }

  private siteWide(kind: SiteKind, name: string): NamedThing | undefined {
    const isDeclared = this.occurrences.some(
      (other) => other.kind === kind && other.declares && other.name === name,
    );
    return isDeclared ? { kind, name } : undefined;
  }

  private ofShapes(
    kind: 'device' | 'virtual-network',
    name: string,
    from: readonly Shape[],
  ): NamedThing | undefined {
    const speaking = new Set(
      this.occurrences.flatMap((other) =>
        other.kind === kind && localName(other) === name ? [other.shape] : [],
      ),
    );
    const shapes = this.shapes.sharing(from, (shape) => speaking.has(shape));
    const isDeclared = this.occurrences.some(
      (other) => other.kind === kind && other.declares && other.name === name && shapes.has(other.shape),
    );
    return isDeclared ? { kind, name, shapes } : undefined;
  }

  /** What a name in the text becomes; undefined when it stands for something else. */
  private nameAfter(occurrence: Occurrence, symbol: NamedThing, newName: string): string | undefined {
    switch (symbol.kind) {
      case 'guest-nic':
        return occurrence === symbol.occurrence ? newName : undefined;
      case 'virtual-network':
        return this.isPlain(occurrence, symbol) ? newName : undefined;
      case 'device':
        return this.deviceAfter(occurrence, symbol, newName);
      case 'networks':
        return this.networkAfter(occurrence, symbol.name, newName);
      case 'hosts':
        return this.hostAfter(occurrence, symbol.name, newName);
      default:
        return occurrence.kind === symbol.kind && occurrence.name === symbol.name ? newName : undefined;
    }
  }

  /** The name itself, in a shape of the group or in a guest on one of its hosts. */
  private isPlain(occurrence: Occurrence, symbol: ThingOfHost): boolean {
    if (localName(occurrence) !== symbol.name) return false;
    if (occurrence.kind === 'device' || occurrence.kind === 'virtual-network')
      return occurrence.kind === symbol.kind && symbol.shapes.has(occurrence.shape);
    if (occurrence.kind !== 'plugged-bridge' && occurrence.kind !== 'plugged-network') return false;
    if ((occurrence.kind === 'plugged-bridge') !== (symbol.kind === 'device')) return false;
    // A network of the site goes before one of libvirt.
    if (occurrence.kind === 'plugged-network' && this.siteWide('networks', symbol.name)) return false;
    return this.shapes.shapesUnder(occurrence.guest).some((shape) => symbol.shapes.has(shape));
  }

  private deviceAfter(occurrence: Occurrence, symbol: ThingOfHost, newName: string): string | undefined {
    const renamed = (name: string): string => occurrence.name.slice(0, occurrence.name.length - name.length);
    if (this.isPlain(occurrence, symbol)) return renamed(symbol.name) + newName;
    // `bond0.13` follows from bond0 and is called after it.
    const local = localName(occurrence);
    if (occurrence.kind !== 'device' || !local.startsWith(`${symbol.name}.`)) return undefined;
    const hosts = this.shapes.hostsWith(new Set([occurrence.shape]));
    const concerned = hosts.filter((host) =>
      this.shapes.chainOf(host).some((shape) => symbol.shapes.has(shape)),
    );
    const follows = concerned.some((host) => this.isCalledAfter(deviceId(host.name, local), symbol.name));
    return follows ? renamed(local) + newName + local.slice(symbol.name.length) : undefined;
  }

  /** A derived VLAN device of it, or one that is written without saying what it is on. */
  private isCalledAfter(id: string, parent: string): boolean {
    const device = this.site.index.device(id);
    if (device?.kind !== 'vlan' || this.site.index.device(device.parent.value)?.name !== parent) return false;
    return device.derived !== undefined || device.parent.follows !== undefined;
  }

  private networkAfter(occurrence: Occurrence, name: string, newName: string): string | undefined {
    if (localName(occurrence) !== name) return undefined;
    if (occurrence.kind === 'networks' || occurrence.kind === 'plugged-network') return newName;
    // The bridge that follows from it is called after it, also where a block adds to it.
    if (!this.bridgeBears(name)) return undefined;
    if (occurrence.kind === 'plugged-bridge')
      return this.shapes.hostsOf(occurrence.guest).some((host) => this.followsFromNetwork(host.name, name))
        ? newName
        : undefined;
    if (occurrence.kind !== 'device') return undefined;
    const hosts = this.shapes.hostsWith(new Set([occurrence.shape]));
    if (!hosts.some((host) => this.followsFromNetwork(host.name, name))) return undefined;
    return occurrence.name.slice(0, occurrence.name.length - name.length) + newName;
  }

  private bridgeBears(network: string): boolean {
    const declaration = this.site.files
      .flatMap(({ networks }) => networks)
      .find((each): each is NetworkDeclaration => each.name === network);
    return declaration !== undefined && declaration.bridge === undefined;
  }

  /** The bridge of that name on the host is derived, or it is written to add to the derived one. */
  private followsFromNetwork(host: string, network: string): boolean {
    const device = this.site.index.device(deviceId(host, network));
    if (device?.kind !== 'bridge') return false;
    return device.derived !== undefined || device.networks.some(({ follows }) => follows?.rule === 'carries');
  }

  private hostAfter(occurrence: Occurrence, name: string, newName: string): string | undefined {
    if (occurrence.kind === 'hosts') return occurrence.name === name ? newName : undefined;
    // `kvm1.bond0` says the host, too.
    const isQualified =
      occurrence.kind === 'device' &&
      occurrence.shape.name === name &&
      localName(occurrence) !== occurrence.name;
    return isQualified ? newName + occurrence.name.slice(name.length) : undefined;
  }

  private problemWith(symbol: NamedThing, newName: string): string | undefined {
    if (newName.trim() === '') return 'A name cannot be empty.';
    if (/[\r\n]/.test(newName)) return 'A name stands on one line.';
    if (newName === symbol.name) return undefined;
    const { network } = this.site.index;
    const taken = (what: string, where = 'in this site'): string =>
      `There is already a ${what} '${newName}' ${where}.`;
    switch (symbol.kind) {
      case 'guest-nic': {
        const { occurrence } = symbol;
        const nics = occurrence.kind === 'guest-nic' ? occurrence.guest.nics : [];
        return nics.some(({ name }) => name === newName) ? taken('NIC', 'of this guest') : undefined;
      }
      case 'device':
      case 'virtual-network': {
        const clash = this.shapes
          .hostsWith(symbol.shapes)
          .flatMap(({ name }) => this.site.index.host(hostId(name)) ?? [])
          .map((host) => clashOn(host, newName, symbol.kind))
          .find((each) => each !== undefined);
        if (clash !== undefined) return clash;
        if ([...symbol.shapes].some((shape) => declaresIn(shape, symbol.kind).includes(newName)))
          return taken(KIND_TEXT[symbol.kind], 'here');
        return symbol.kind === 'virtual-network' && this.siteWide('networks', newName)
          ? `${taken('network')} Guests could not tell them apart.`
          : undefined;
      }
      default: {
        if (this.siteWide(symbol.kind, newName)) return taken(KIND_TEXT[symbol.kind]);
        return symbol.kind === 'networks' ? clashWithVirtual(network, newName) : undefined;
      }
    }
  }
}

const declaresIn = (shape: Shape, kind: 'device' | 'virtual-network'): readonly string[] =>
  (kind === 'device' ? shape.devices : shape.virtualNetworks).map(({ name }) => name);

function clashOn(host: Host, name: string, kind: 'device' | 'virtual-network'): string | undefined {
  const same = (kind === 'device' ? host.devices : host.virtualNetworks).find((each) => each.name === name);
  return same && `Host ${host.name} already has a ${KIND_TEXT[kind]} '${name}'.`;
}

function clashWithVirtual({ hosts }: Network, name: string): string | undefined {
  const host = hosts.find(({ virtualNetworks }) =>
    virtualNetworks.some((each) => each.kind !== 'bridged' && each.name === name),
  );
  return host && `Host ${host.name} has a libvirt network '${name}': guests could not tell them apart.`;
}
