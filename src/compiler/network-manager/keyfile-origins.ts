import type { Origin } from '../../model/index.js';
import type { Keyfile } from './keyfile.js';

/** Places in the text by `section.key`. */
export const keyfileOrigins = ({ sections }: Keyfile): Readonly<Record<string, Origin>> =>
  Object.fromEntries(
    sections.flatMap(({ name, entries }) =>
      entries.flatMap(({ key, origin }) => (origin ? [[`${name}.${key}`, origin] as const] : [])),
    ),
  );
