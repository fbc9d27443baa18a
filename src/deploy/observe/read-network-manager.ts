import { posix } from 'node:path';
import type { FrameIndex } from './frame-index.js';
import type { ObservedNetworkManager, ObservedProfile, ShadowedProfile } from './observed-host.js';

/** Fields of one line of `nmcli -t -e yes`: `:` between them, `\:` and `\\` inside them (nmcli(1), --escape). */
export function splitTerse(line: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === ':') {
      fields.push(field);
      field = '';
    } else if (character === '\\') field += line.charAt(++i);
    else field += character;
  }
  return [...fields, field];
}

interface Connection {
  readonly uuid: string;
  readonly device: string;
  readonly state: string;
  readonly path: string;
}

function readConnections(frames: FrameIndex): readonly Connection[] {
  return frames.lines('connections').map((line) => {
    const [uuid = '', device = '', state = '', path = ''] = splitTerse(line);
    return { uuid, device, state, path };
  });
}

/** Properties as `busctl get-property` prints them, one a line: `s "1.52.1"`, `ao 1 "/org/…/Checkpoint/1"`. */
function readProperties(frames: FrameIndex): { readonly version?: string; readonly checkpoints: number } {
  const lines = frames.lines('network-manager');
  const version = /^s "(\d[^"]*)"$/.exec(lines[0] ?? '')?.[1];
  const checkpoints = Number(/^ao (\d+)/.exec(lines[1] ?? '')?.[1] ?? 0);
  return { ...(version !== undefined && { version }), checkpoints };
}

/**
 * Profiles that NetworkManager has loaded. A file that it did not load (wrong permissions, broken) has no connection and is
 * left out: it is not in force.
 */
export function readNetworkManager(frames: FrameIndex): ObservedNetworkManager {
  const contents = new Map(frames.all('profile').map(({ name, text }) => [name, text]));
  const sums = new Map(
    // As sha256sum prints them: 64 digits, two characters, the path.
    frames.lines('sums').map((line) => [line.slice(66), line.slice(0, 64)] as const),
  );
  const profiles = readConnections(frames).map(({ uuid, device, state, path }): ObservedProfile => {
    const content = contents.get(path) ?? '';
    const sum = sums.get(path);
    return {
      uuid,
      path,
      content,
      generated: /^nm-generated=true$/m.test(content),
      ...(sum !== undefined && { sum }),
      ...(device !== '' && { device }),
      ...(state !== '' && { state }),
    };
  });
  const unmanaged = frames.lines('devices').flatMap((line) => {
    const [device = '', state = ''] = splitTerse(line);
    return state === 'unmanaged' ? [device] : [];
  });
  return { ...readProperties(frames), profiles, shadowed: readShadowed(contents, profiles), unmanaged };
}

/** Of files in one folder, one counts for a UUID; those in other folders hide each other on purpose. */
function readShadowed(
  contents: ReadonlyMap<string, string>,
  profiles: readonly ObservedProfile[],
): readonly ShadowedProfile[] {
  const loaded = new Map(profiles.map(({ uuid, path }) => [uuid, path]));
  return [...contents].flatMap(([path, content]) => {
    const uuid = /^uuid=(\S+)$/m.exec(content)?.[1] ?? '';
    const counts = loaded.get(uuid);
    return counts !== undefined && counts !== path && posix.dirname(counts) === posix.dirname(path)
      ? [{ uuid, path }]
      : [];
  });
}
