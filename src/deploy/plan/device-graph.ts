import type { ObservedLink } from '../observe/index.js';

/** Who rests on whom among the interfaces of a host. */
export interface DeviceGraph {
  has(name: string): boolean;
  /** Ports of a controller, the parent of a VLAN: what frames go through below. */
  below(name: string): readonly string[];
  /** The device, then everything that its traffic goes through, level by level. */
  pathDown(name: string): readonly string[];
  /** The device and everything that rests on it. */
  closureUp(name: string): ReadonlySet<string>;
}

export interface GraphNode {
  readonly name: string;
  readonly controller?: string | undefined;
  readonly parent?: string | undefined;
}

export function deviceGraph(nodes: readonly GraphNode[]): DeviceGraph {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const below = (name: string): readonly string[] => {
    const parent = byName.get(name)?.parent;
    const ports = nodes.filter(({ controller }) => controller === name).map((node) => node.name);
    return parent === undefined ? ports : [parent, ...ports];
  };
  const above = (name: string): readonly string[] => {
    const controller = byName.get(name)?.controller;
    const vlans = nodes.filter(({ parent }) => parent === name).map((node) => node.name);
    return controller === undefined ? vlans : [controller, ...vlans];
  };
  return {
    has: (name) => byName.has(name),
    below,
    pathDown: (name) => (byName.has(name) ? [...reach(name, below)] : []),
    closureUp: (name) => reach(name, above),
  };
}

/** Breadth first; a set, because what a host says of itself may go round in a circle. */
function reach(start: string, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const name of seen) for (const other of next(name)) seen.add(other);
  return seen;
}

/** TAPs are left out: nothing that is planned rests on them, and they come and go with guests. */
export const graphOfLinks = (links: readonly ObservedLink[]): DeviceGraph =>
  deviceGraph(links.filter(({ kind }) => kind !== 'tun'));
