import { poolId } from '../../model/index.js';
import { groupBy } from '../group-by.js';
import type { SiteFrame } from './site-frames.js';

/** Frames that belong together: those of a pool, of a file, or just neighbours in the text. */
export interface FrameGroup {
  readonly id: string;
  readonly label: string;
  /** `pool`, `file`, `hosts`: what holds it together. */
  readonly by: 'pool' | 'file' | 'order';
  readonly frames: readonly SiteFrame[];
}

/** More hosts than this are shown by pool or file: so many boxes are no picture any more. */
const MOST_HOSTS = 2_000;
/** Of hosts that nothing but the order of the text holds together. */
const NEIGHBOURS = 200;

/** Undefined where the frames can stand for themselves. */
export function groupFrames(frames: readonly SiteFrame[]): readonly FrameGroup[] | undefined {
  const hosts = frames.filter((frame) => frame.kind === 'host');
  if (hosts.length <= MOST_HOSTS) return undefined;
  if (hosts.every(({ pools }) => pools.length > 0)) return byPool(frames);
  const files = groupBy(frames, (frame) => fileOf(frame));
  return files.size > 1 ? byFile(files) : byOrder(frames);
}

function byPool(frames: readonly SiteFrame[]): readonly FrameGroup[] {
  const pools = groupBy(frames, (frame) =>
    frame.kind === 'host' ? (frame.pools[0] ?? '') : frame.kind === 'pool' ? frame.pool.name : '',
  );
  return [...pools].map(([name, members]) => ({
    id: `group/${poolId(name)}`,
    label: name === '' ? 'without a pool' : name,
    by: 'pool',
    frames: members,
  }));
}

function byFile(files: ReadonlyMap<string, readonly SiteFrame[]>): readonly FrameGroup[] {
  return [...files].map(([uri, members]) => ({
    id: `group/file/${uri}`,
    label: uri === '' ? 'without a host' : decodeName(uri.slice(uri.lastIndexOf('/') + 1)),
    by: 'file',
    frames: members,
  }));
}

function byOrder(frames: readonly SiteFrame[]): readonly FrameGroup[] {
  const groups: FrameGroup[] = [];
  for (let start = 0; start < frames.length; start += NEIGHBOURS) {
    const members = frames.slice(start, start + NEIGHBOURS);
    const names = members.flatMap((frame) => (frame.kind === 'host' ? [frame.host.name] : []));
    const label =
      names.length === 0 ? 'pools' : names.length === 1 ? `${names[0]}` : `${names[0]} … ${names.at(-1)}`;
    groups.push({ id: `group/order/${start / NEIGHBOURS}`, label, by: 'order', frames: members });
  }
  return groups;
}

function fileOf(frame: SiteFrame): string {
  switch (frame.kind) {
    case 'host':
      return frame.host.places.whole.uri;
    case 'pool':
      return frame.pool.places.whole.uri;
    case 'unplaced':
      return '';
  }
}

/** A URI may hold a lone `%`, which `decodeURIComponent` does not take. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
