import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LabHost } from '../../../lab/index.js';

/** Everything of a host that a deploy may change: `PART | WHAT | VALUE`, sorted. */
export type HostState = readonly string[];

const script = readFileSync(fileURLToPath(new URL('read-state.sh', import.meta.url)), 'utf8');

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

export async function readState(host: LabHost): Promise<HostState> {
  const text = await host.run(script, { newConnection: true, timeout: 240 });
  if (!text.endsWith('\n@ end\n')) throw new Error('The state of the host was cut.');
  const lines = text
    .split('\n@ ')
    .filter((frame) => frame.includes('\n'))
    .flatMap((frame) => {
      const [name = '', ...body] = frame.split('\n');
      return linesOf(
        name,
        body.flatMap((line) => (line.startsWith(' ') ? [line.slice(1)] : [])),
      );
    });
  return [...new Set(withoutIdleVlans(lines))].sort();
}

/** A bridge that does not filter heeds no VLANs, whatever its ports list (bridge(8)). */
function withoutIdleVlans(lines: readonly string[]): readonly string[] {
  const links = lines.flatMap((line) => {
    const [, name = '', words = ''] = /^link \| (\S+) \| (.*)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, words: words.split(', ') }];
  });
  const open = new Set(
    links.filter(({ words }) => words.includes('vlan_filtering 0')).map(({ name }) => name),
  );
  const idle = links
    .filter(
      ({ name, words }) =>
        open.has(name) || [...open].some((bridge) => words.includes(`controller ${bridge}`)),
    )
    .map(({ name }) => `bridge-vlans | ${name} |`);
  return lines.filter((line) => !idle.some((start) => line.startsWith(start)));
}

export function digestOfState(state: HostState): string {
  return createHash('sha256').update(state.join('\n')).digest('hex').slice(0, 12);
}

/** What differs; empty when they are the same. Parts that cannot be the same are left out. */
export function difference(
  wanted: HostState,
  found: HostState,
  without: readonly string[] = [],
): readonly string[] {
  const counts = (line: string): boolean => !without.some((part) => line.startsWith(`${part} |`));
  const [left, right] = [new Set(wanted.filter(counts)), new Set(found.filter(counts))];
  return [
    ...[...left].filter((line) => !right.has(line)).map((line) => `- ${line}`),
    ...[...right].filter((line) => !left.has(line)).map((line) => `+ ${line}`),
  ];
}

/** Of running guests: they are not started again by a reboot. */
export const OF_RUNNING_GUESTS = ['running-guest', 'tap'];
export const OF_FIREWALLD = ['firewalld-zones'];
/**
 * NICs that are to be out of a running guest, and their TAPs. The guests of the lab have no operating system: they never let
 * go of a NIC, which then stays without link and without bridge until they are started again.
 */
export const NOT_LET_GO = 'not-let-go';

function linesOf(name: string, body: readonly string[]): readonly string[] {
  const [kind = '', ...rest] = name.split(' ');
  const subject = rest.join(' ');
  switch (kind) {
    case 'links':
      return body.flatMap((line) => linkLine(object(line)));
    case 'addresses':
      return body.flatMap((line) => addressLines(object(line)));
    case 'routes':
      return body.flatMap((line) => routeLine(object(line)));
    case 'bridge-vlans':
      return body.map((line) => vlanLine(object(line)));
    case 'network':
      // Whether it is active, persistent and started at boot.
      return body.map((line) => `network | ${subject} | ${line.replace(/\s+/g, ' ')}`);
    case 'network-definition':
    case 'network-live':
      return body
        .filter((line) => !line.includes('<mac address'))
        .map((line, at) => `${kind} | ${subject} ${at} | ${line.replace(/ connections='\d+'/, '').trim()}`);
    case 'running-guest':
      return runningGuestLines(subject, body);
    case 'guest':
      return body.map((line, at) => `${kind} | ${subject} ${at} | ${line.trim()}`);
    case 'file':
      return [`file | ${subject} |`, ...body.map((line) => `file | ${subject} | ${line}`)];
    case 'firewalld-zones':
      return body.map((line) => `${kind} | | ${line.replace(/"vnet\d+",?/g, '')}`);
    case 'end':
      return [];
    default:
      return [
        `${kind} | ${subject} |`,
        ...body.filter((line) => line !== '').map((line) => `${kind} | ${subject} | ${line}`),
      ];
  }
}

function runningGuestLines(subject: string, body: readonly string[]): readonly string[] {
  const lines = body
    .filter((line) => !/<(target|alias) /.test(line))
    .map((line) => line.replace(/ portid=["'][^"']*["']/, '').trim())
    // What is not said is so (libvirt, domaincommon.rng).
    .filter((line) => line !== '<link state="up"/>');
  const isDown = (nic: readonly string[]): boolean => nic.includes('<link state="down"/>');
  const nics = splitBefore(lines, (line) => line.startsWith('<interface '));
  return [
    ...nics
      .filter((nic) => !isDown(nic))
      .flat()
      .map((line, at) => `running-guest | ${subject} ${at} | ${line}`),
    ...nics.filter(isDown).map((nic) => `${NOT_LET_GO} | ${subject} | ${nic.join(' ')}`),
  ];
}

function splitBefore(
  lines: readonly string[],
  begins: (line: string) => boolean,
): readonly (readonly string[])[] {
  const parts: string[][] = [];
  for (const line of lines) {
    if (begins(line) || parts.length === 0) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts;
}

function object(line: string): JsonObject {
  const value = JSON.parse(line) as Json;
  if (!isObject(value)) throw new Error(`Not an object: ${line}`);
  return value;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTap = (name: string): boolean => /^vnet\d+$/.test(name);

/** Of a bond, a bridge or a VLAN, what is configured: counters and timers of the kernel are left out. */
const CONFIGURED = [
  ...['mode', 'miimon', 'primary', 'xmit_hash_policy', 'ad_lacp_rate', 'arp_interval', 'vlan_filtering'],
  ...['stp_state', 'forward_delay', 'vlan_default_pvid', 'vlan_protocol', 'id', 'protocol', 'type'],
];

/** The kernel keeps LACP's options of a bond whose mode has become another: nothing reads them until the mode comes back. */
const isInForce = (key: string, mode: Json | undefined): boolean =>
  !key.startsWith('ad_') || mode === '802.3ad';

/** A TAP is known by its address, because libvirt counts their names up. */
function linkLine(link: JsonObject): readonly string[] {
  const name = text(link.ifname);
  if (/^(tap-|veth|probe)/.test(name)) return [];
  const info = isObject(link.linkinfo) ? link.linkinfo : {};
  const data = isObject(info.info_data) ? info.info_data : {};
  const port = isObject(info.info_slave_data) ? info.info_slave_data : {};
  const what = [
    ...(isTap(name) ? [`mac ${text(link.address)}`] : []),
    `kind ${text(info.info_kind)}`,
    `controller ${text(link.master)}`,
    `parent ${text(link.link)}`,
    `mtu ${text(link.mtu)}`,
    `up ${String(list(link.flags).includes('UP'))}`,
    ...CONFIGURED.filter((key) => isInForce(key, data.mode)).flatMap((key) =>
      data[key] === undefined ? [] : [`${key} ${text(data[key])}`],
    ),
    ...['isolated', 'state'].flatMap((key) => (port[key] === undefined ? [] : [`${key} ${text(port[key])}`])),
  ];
  const kind = isTap(name) ? (link.master === undefined ? NOT_LET_GO : 'tap') : 'link';
  return [`${kind} | ${isTap(name) ? '' : name} | ${what.join(', ')}`];
}

function addressLines(link: JsonObject): readonly string[] {
  return list(link.addr_info).flatMap((entry) => {
    if (!isObject(entry) || entry.scope === 'link') return [];
    return [`address | ${text(link.ifname)} | ${text(entry.local)}/${text(entry.prefixlen)}`];
  });
}

function routeLine(route: JsonObject): readonly string[] {
  const destination = text(route.dst);
  if (destination.startsWith('fe80') || destination.startsWith('multicast')) return [];
  return [`route | ${destination} | ${text(route.dev)} ${text(route.gateway)}`];
}

function vlanLine(port: JsonObject): string {
  const name = text(port.ifname);
  const vlans = list(port.vlans)
    .flatMap((vlan) => (isObject(vlan) ? [vlan] : []))
    .map(({ vlan, vlanEnd, flags }) => `${text(vlan)}-${text(vlanEnd)} ${list(flags).map(text).join(' ')}`);
  return `${isTap(name) ? 'tap' : 'bridge-vlans'} | ${isTap(name) ? 'vlans' : name} | ${vlans.join(', ')}`;
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

const text = (value: Json | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
