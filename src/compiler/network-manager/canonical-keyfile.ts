import { parseInterfaceAddress, parseIpAddress, vlanSet, type VlanRange } from '../../model/index.js';
import type { Keyfile, KeyfileEntry } from './keyfile.js';
import { KEYFILE_DEFAULTS } from './keyfile-defaults.js';
import { unescapeItems, unescapeText } from './keyfile-escapes.js';

/** Sections and keys that have two names, by the older one. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['802-3-ethernet', 'ethernet'],
  ['connection.master', 'connection.controller'],
  ['connection.slave-type', 'connection.port-type'],
  ['connection.autoconnect-slaves', 'connection.autoconnect-ports'],
]);

export const canonicalPath = (section: string, key: string): string => {
  const path = `${ALIASES.get(section) ?? section}.${key}`;
  return ALIASES.get(path) ?? path;
};

/** Keys that NetworkManager changes on its own: they say nothing about what is wanted. */
const IGNORED: ReadonlySet<string> = new Set(['connection.timestamp']);

const LISTS = /^ipv[46]\.(dns|dns-search|dns-options)$|^connection\.(permissions|secondaries)$/;
const BOOLEANS: ReadonlySet<string> = new Set(
  [...KEYFILE_DEFAULTS].filter(([, value]) => value === 'true' || value === 'false').map(([path]) => path),
);

const canonicalIp = (text: string): string => parseIpAddress(text) ?? text;
const canonicalNet = (text: string): string => {
  const parsed = parseInterfaceAddress(text);
  return parsed ? `${parsed.address}/${parsed.prefix}` : text;
};

/** `yes`, `1` and `on` are read as `true` (nm_utils_ascii_str_to_bool). */
function canonicalBoolean(text: string): string {
  if (/^(true|yes|on|1|t|y)$/i.test(text)) return 'true';
  return /^(false|no|off|0|f|n)$/i.test(text) ? 'false' : text;
}

/** `20,21,10 untagged pvid` → `10 pvid untagged,20-21`. */
function canonicalVlans(text: string): string {
  const flagged: string[] = [];
  const plain: VlanRange[] = [];
  for (const part of text.split(',').map((item) => item.trim().split(/\s+/))) {
    const [ids = '', ...flags] = part;
    const [first = Number.NaN, last = first] = ids.split('-').map(Number);
    if (flags.length > 0) flagged.push([ids, ...flags.sort()].join(' '));
    else if (!Number.isNaN(first)) plain.push({ first, last });
  }
  const ranges = vlanSet(plain).map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return [...flagged.sort(), ...ranges].join();
}

/** `DEST,HOP,METRIC`; the unspecified address and nothing both mean no next hop. */
function canonicalRoute(text: string): string {
  const [destination = '', hop = '', metric = ''] = text.split(/[,;]/);
  const next = canonicalIp(hop);
  return [canonicalNet(destination), next === '0.0.0.0' || next === '::' ? '' : next, metric]
    .join()
    .replace(/,+$/, '');
}

function canonicalValue(path: string, raw: string): string {
  if (LISTS.test(path)) return unescapeItems(raw).map(canonicalIp).join(', ');
  const text = unescapeText(raw);
  if (path.endsWith('mac-address')) return text.toLowerCase();
  if (BOOLEANS.has(path)) return canonicalBoolean(text);
  if (path === 'connection.type') return ALIASES.get(text) ?? text;
  if (path.endsWith('.gateway')) return canonicalIp(text);
  if (/^bridge(-port)?\.vlans$/.test(path)) return canonicalVlans(text);
  return text;
}

interface Numbered {
  readonly kind: 'address' | 'route';
  readonly number: number;
  readonly options: boolean;
  readonly raw: string;
}

function numbered(section: string, { key, raw }: KeyfileEntry): Numbered | undefined {
  if (!/^ipv[46]$/.test(section)) return undefined;
  const match = /^(address|route)(?:es|s)?(\d*)(_options)?$/.exec(key);
  if (!match) return undefined;
  const kind = match[1] === 'address' ? 'address' : 'route';
  return { kind, number: Number(match[2] ?? ''), options: match[3] !== undefined, raw: unescapeText(raw) };
}

/** Addresses and routes by their order, whatever numbers they bear; `IP/PLEN,GATEWAY` is the older way to say both. */
function numberedFields(
  section: string,
  entries: readonly KeyfileEntry[],
): readonly (readonly [string, string])[] {
  const all = entries.flatMap((entry) => numbered(section, entry) ?? []).sort((a, b) => a.number - b.number);
  const addresses = all.filter(({ kind }) => kind === 'address');
  const routes = all.filter(({ kind, options }) => kind === 'route' && !options);
  const gateways = addresses.flatMap(({ raw }) => raw.split(/[,;]/)[1] ?? []);
  return [
    ...gateways.slice(0, 1).map((gateway) => [`${section}.gateway`, canonicalIp(gateway)] as const),
    ...addresses.map(
      ({ raw }, at) => [`${section}.address${at + 1}`, canonicalNet(raw.split(/[,;]/)[0] ?? '')] as const,
    ),
    ...routes.flatMap(({ number, raw }, at) => {
      const options = all.find((other) => other.options && other.number === number)?.raw;
      const route = [`${section}.route${at + 1}`, canonicalRoute(raw)] as const;
      return options ? [route, [`${section}.route${at + 1}_options`, options] as const] : [route];
    }),
  ];
}

/** A disabled family has nothing to generate: NetworkManager writes its default there, and we leave it out. */
const saysNothing = (path: string, value: string, fields: ReadonlyMap<string, string>): boolean =>
  KEYFILE_DEFAULTS.get(path) === value ||
  IGNORED.has(path) ||
  (path === 'ipv6.addr-gen-mode' && fields.get('ipv6.method') === 'disabled');

/** Values by `section.key`, without what NetworkManager adds, reorders or writes in another way on its own. */
export function canonicalKeyfile({ sections }: Keyfile): ReadonlyMap<string, string> {
  const fields = new Map(
    sections.flatMap(({ name, entries }) => [
      ...numberedFields(name, entries),
      ...entries
        .filter((entry) => numbered(name, entry) === undefined)
        .map(({ key, raw }) => {
          const path = canonicalPath(name, key);
          return [path, canonicalValue(path, raw)] as const;
        }),
    ]),
  );
  return new Map([...fields].filter(([path, value]) => !saysNothing(path, value, fields)));
}
