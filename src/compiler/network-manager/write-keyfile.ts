import type { Keyfile } from './keyfile.js';

/** The file as NetworkManager lays out its own: sections apart by an empty line, closing line end. Empty ones are left out. */
export const writeKeyfile = ({ sections }: Keyfile): string =>
  sections
    .filter(({ entries }) => entries.length > 0)
    .map(({ name, entries }) =>
      [`[${name}]`, ...entries.map(({ key, raw }) => `${key}=${raw}`), ''].join('\n'),
    )
    .join('\n');
