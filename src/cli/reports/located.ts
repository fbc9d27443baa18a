import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../model/index.js';

/** A finding together with the way to show its files. */
export interface Located {
  readonly finding: Finding;
  /** Path to show for a URI: relative to the working directory where that is shorter. */
  readonly path: (uri: string) => string;
}

export function pathFrom(cwd: string): (uri: string) => string {
  return (uri) => {
    const absolute = uri.startsWith('file:') ? fileURLToPath(uri) : uri;
    const short = relative(cwd, absolute);
    return short === '' || short.length >= absolute.length ? absolute : short;
  };
}
