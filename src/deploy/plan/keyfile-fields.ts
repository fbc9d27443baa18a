import { parseKeyfile, unescapeText } from '../../compiler/index.js';

/** Values of a keyfile by `section.key`; empty when the text is none. */
export function keyfileFields(content: string): ReadonlyMap<string, string> {
  const parsed = parseKeyfile(content);
  if (!parsed.ok) return new Map();
  return new Map(
    parsed.value.sections.flatMap(({ name, entries }) =>
      entries.map(({ key, raw }) => [`${SECTION_ALIASES[name] ?? name}.${key}`, unescapeText(raw)] as const),
    ),
  );
}

/** Both are read by every NetworkManager (nms-keyfile-utils.c). */
const SECTION_ALIASES: Readonly<Record<string, string>> = { '802-3-ethernet': 'ethernet' };

/** The interface that is the controller, in the words of before and since NetworkManager 1.46. */
export const controllerIn = (fields: ReadonlyMap<string, string>): string | undefined =>
  fields.get('connection.controller') ?? fields.get('connection.master');

/** Static addresses `192.0.2.1/24` of both families, without the gateway that old keyfiles append. */
export function addressesIn(fields: ReadonlyMap<string, string>): readonly string[] {
  return [...fields]
    .filter(([path]) => /^ipv[46]\.address(es)?\d*$/.test(path))
    .map(([, value]) => value.split(/[,;]/)[0] ?? '');
}
