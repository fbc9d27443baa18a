import type { Origin } from '../../model/index.js';
import { canonicalPath } from './canonical-keyfile.js';
import type { Keyfile } from './keyfile.js';

/** Places in the text by the paths that `compareKeyfiles` names changes by. */
export const keyfileOrigins = ({ sections }: Keyfile): Readonly<Record<string, Origin>> =>
  Object.fromEntries(
    sections.flatMap(({ name, entries }) =>
      entries.flatMap(({ key, origin }) => (origin ? [[canonicalPath(name, key), origin] as const] : [])),
    ),
  );
