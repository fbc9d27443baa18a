import { applyPictureChanges, diffPictures, isEmptyChange } from './diff-pictures.js';
import type { PictureChanges } from './diff-pictures.js';
import type { Graph } from './graph.js';
import { keepLastGood } from './keep-last-good.js';
import { layoutGraph } from './layout/layout-graph.js';
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
  /** Nobody watches it any more. */
  forget(key: string): void;
}

export function createPictureHistory(): PictureHistory {
  const last = new Map<string, { readonly version: number; readonly picture: Picture }>();
  return {
    next(key, fresh, { broken = [], version, tidy = false }) {
      const known = last.get(key);
      // Whoever has no picture yet has no places to keep.
      const picture = nextPicture(known?.picture, fresh, broken, tidy || version === undefined);
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
    forget(key) {
      last.delete(key);
    },
  };
}

function nextPicture(
  before: Picture | undefined,
  fresh: Graph,
  broken: readonly string[],
  tidy: boolean,
): Picture {
  const graph = before ? keepLastGood(before.graph, fresh, broken) : fresh;
  return { graph, layout: layoutGraph(graph, tidy ? undefined : before) };
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
