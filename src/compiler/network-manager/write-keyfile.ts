import type { Keyfile } from './keyfile.js';

/** The file as NetworkManager lays out its own: sections apart by an empty line, closing line end. Empty ones are left out that need not stay. */
export const writeKeyfile = ({ sections }: Keyfile): string =>
  sections
    .filter(({ entries, stays }) => entries.length > 0 || stays)
    .map(({ name, entries }) =>
      [`[${name}]`, ...entries.map(({ key, raw }) => `${key}=${raw}`), ''].join('\n'),
    )
    .join('\n');
