import type { Declarations, GuestDeclaration, HostDeclaration } from '../declarations/declaration.js';
import type { Occurrence, Shape } from './occurrences.js';

/** Which hosts and profiles merge with which, in one site. */
export class Shapes {
  private readonly hosts: ReadonlyMap<string, HostDeclaration>;
  private readonly all: readonly Shape[];
  private readonly profiles: ReadonlyMap<string, Shape>;
  private readonly pools: ReadonlyMap<string, readonly string[]>;
  private readonly chains = new Map<Shape, readonly Shape[]>();

  constructor(files: readonly Declarations[]) {
    const hosts = files.flatMap((file) => file.hosts);
    const profiles = files.flatMap((file) => file.profiles);
    this.hosts = new Map(hosts.map((host) => [host.name, host]));
    this.profiles = new Map(profiles.map((profile) => [profile.name, profile]));
    this.all = [...hosts, ...profiles];
    this.pools = new Map(
      files.flatMap(({ pools }) =>
        pools.map((pool) => [pool.name, (pool.hosts ?? []).map(({ value }) => value)]),
      ),
    );
  }

  /** The shape and the profiles that it is made of. */
  chainOf(shape: Shape): readonly Shape[] {
    const known = this.chains.get(shape);
    if (known) return known;
    const chain: Shape[] = [shape];
    for (const each of chain)
      for (const { value } of each.profiles) {
        const profile = this.profiles.get(value);
        if (profile && !chain.includes(profile)) chain.push(profile);
      }
    this.chains.set(shape, chain);
    return chain;
  }

  /**
   * All shapes that say something of one device or libvirt network: a profile, the profiles that it is merged with
   * anywhere, and their hosts.
   */
  sharing(from: Iterable<Shape>, speaksOf: (shape: Shape) => boolean): ReadonlySet<Shape> {
    const group = new Set(from);
    for (const member of group)
      for (const shape of this.all) {
        const chain = this.chainOf(shape);
        if (chain.includes(member)) for (const each of chain) if (speaksOf(each)) group.add(each);
      }
    return group;
  }

  /** Hosts that have anything of the shapes. */
  hostsWith(shapes: ReadonlySet<Shape>): readonly HostDeclaration[] {
    return [...this.hosts.values()].filter((host) => this.chainOf(host).some((shape) => shapes.has(shape)));
  }

  hostsOf({ placement }: GuestDeclaration): readonly HostDeclaration[] {
    if (!placement) return [];
    const names =
      placement.kind === 'host' ? [placement.name.value] : (this.pools.get(placement.name.value) ?? []);
    return names.flatMap((name) => this.hosts.get(name) ?? []);
  }

  /** What the hosts of a guest are made of. */
  shapesUnder(guest: GuestDeclaration): readonly Shape[] {
    return this.hostsOf(guest).flatMap((host) => this.chainOf(host));
  }
}

/** The names without the host before them: `kvm1.bond0` is `bond0`. */
export function localName(occurrence: Occurrence): string {
  if (occurrence.kind !== 'device' || occurrence.declares) return occurrence.name;
  const prefix = `${occurrence.shape.name}.`;
  return occurrence.name.startsWith(prefix) ? occurrence.name.slice(prefix.length) : occurrence.name;
}
