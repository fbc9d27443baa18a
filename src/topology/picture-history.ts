import { createGraphMemory } from './build-graph.js';
import type { GraphMemory } from './build-graph.js';
import { applyPictureChanges, diffPictures, isEmptyChange } from './diff-pictures.js';
import type { PictureChanges } from './diff-pictures.js';
import type { Graph } from './graph.js';
import { keepLastGood } from './keep-last-good.js';
import { layoutGraph } from './layout/layout-graph.js';
import type { LayoutMemory } from './layout/layout-devices.js';
import type { Picture } from './picture.js';

/** What somebody who watches a picture is sent. */
export type PictureUpdate =
  | { readonly kind: 'picture'; readonly version: number; readonly picture: Picture }
  | {
      readonly kind: 'changes';
      /** The version that the changes are applied to. */
      readonly from: number;
      readonly version: number;
      readonly changes: PictureChanges;
    };

export interface PictureRequest {
  /** URIs of the files that cannot be read at the moment: what they declared stays in the picture. */
  readonly broken?: readonly string[];
  /** The version that the watcher has. */
  readonly version?: number;
  /** Place everything afresh instead of keeping places. */
  readonly tidy?: boolean;
}

/**
 * Remembers the last picture of each thing that is watched (a folder in one perspective, for one choice of hosts), so
 * that places are kept and only differences are sent.
 */
export interface PictureHistory {
  /** @param key tells apart what is watched: folder, perspective and choice of hosts */
  next(key: string, graph: Graph, request: PictureRequest): PictureUpdate;
  /** What the next graph of this key may be built from. */
  memoryOf(key: string, request: PictureRequest): GraphMemory;
  /** Nobody watches it any more. */
  forget(key: string): void;
}

interface Memory {
  readonly graph: GraphMemory;
  readonly layout: LayoutMemory;
}

export function createPictureHistory(): PictureHistory {
  const last = new Map<string, { readonly version: number; readonly picture: Picture }>();
  const memories = new Map<string, Memory>();
  const memoryFor = (key: string): Memory => {
    const known = memories.get(key) ?? { graph: createGraphMemory(), layout: new Map() };
    memories.set(key, known);
    return known;
  };
  // Whoever has no picture yet has no places to keep.
  const isAfresh = ({ tidy = false, version }: PictureRequest): boolean => tidy || version === undefined;
  return {
    next(key, fresh, request) {
      const { broken = [], version } = request;
      const known = last.get(key);
      const graph = known ? keepLastGood(known.picture.graph, fresh, broken) : fresh;
      const before = isAfresh(request) ? undefined : known?.picture;
      const picture = { graph, layout: layoutGraph(graph, before, memoryFor(key).layout) };
      const changes = known && diffPictures(known.picture, picture);
      if (known && changes && isEmptyChange(changes)) {
        if (version !== known.version) return { kind: 'picture', ...known };
        return { kind: 'changes', from: version, version, changes };
      }
      const next = { version: (known?.version ?? 0) + 1, picture };
      last.set(key, next);
      if (!known || !changes || version !== known.version) return { kind: 'picture', ...next };
      return { kind: 'changes', from: known.version, version: next.version, changes };
    },
    memoryOf(key, request) {
      const { graph } = memoryFor(key);
      if (isAfresh(request)) delete graph.startsClosed;
      return graph;
    },
    forget(key) {
      last.delete(key);
      memories.delete(key);
    },
  };
}

/** The watcher's side; undefined when the changes are not for the picture that it has: it asks for all of it. */
export function applyUpdate(
  known: { readonly version: number; readonly picture: Picture } | undefined,
  update: PictureUpdate,
): { readonly version: number; readonly picture: Picture } | undefined {
  if (update.kind === 'picture') return update;
  if (known?.version !== update.from) return undefined;
  return { version: update.version, picture: applyPictureChanges(known.picture, update.changes) };
}
