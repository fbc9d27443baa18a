import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/model/index.js';
import { analyseSite } from '../../src/language/site/analyse-site.js';
import { siteFiles } from '../../src/language/site/imports.js';
import { declare } from './support/declare.js';
import { siteFrom } from './support/site-from-text.js';

const folder = new URL('lowering/', import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.kvmnet'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const PIECES = [
  '{',
  '}',
  ',',
  '"',
  '//',
  '/*',
  '*/',
  ';',
  '\n',
  '\r',
  ' ',
  ':',
  '\\',
  '\u0000',
  '\uD800',
  '5-',
  'x',
];

/** A source with pieces taken out, doubled, swapped and put in. */
const mutated = fc
  .record({
    source: fc.constantFrom(...sources),
    changes: fc.array(
      fc.record({
        at: fc.nat({ max: 5_000 }),
        kind: fc.constantFrom('cut', 'double', 'insert', 'word'),
        length: fc.integer({ min: 1, max: 40 }),
        piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 })),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ source, changes }) => {
    const words = [...new Set(source.match(/[^\s{},"]+/g) ?? ['x'])];
    return changes.reduce((text, { at, kind, length, piece }) => {
      const from = text.length === 0 ? 0 : at % text.length;
      const part = text.slice(from, from + length);
      const rest = text.slice(from + length);
      if (kind === 'cut') return text.slice(0, from) + rest;
      if (kind === 'double') return text.slice(0, from) + part + part + rest;
      if (kind === 'insert') return text.slice(0, from) + piece + text.slice(from);
      return `${text.slice(0, from)} ${words[length % words.length] ?? ''} ${text.slice(from)}`;
    }, source);
  });

/** Ids that an element uses for others, which the network does not have. */
function dangling({ networks, pools, hosts, guests }: Network): readonly string[] {
  const devices = hosts.flatMap((host) => host.devices);
  const virtual = hosts.flatMap((host) => host.virtualNetworks);
  const known = new Set(
    [...networks, ...pools, ...hosts, ...guests, ...devices, ...virtual].map(({ id }) => id),
  );
  const used = [
    ...devices.flatMap((device) => [
      device.host,
      ...(device.controller === undefined ? [] : [device.controller]),
      ...(device.derived ? [device.derived.network, device.derived.on] : []),
      ...device.networks.map(({ value }) => value),
      ...(device.kind === 'vlan' ? [device.parent.value] : []),
      ...(device.kind === 'bridge' ? device.ports.map((port) => port.device) : []),
      ...(device.kind === 'bond' ? device.ports.map(({ value }) => value) : []),
      ...(device.kind === 'nic' || device.kind === 'bond' ? device.carries.map(({ value }) => value) : []),
    ]),
    ...virtual.flatMap((network) =>
      network.kind === 'bridged'
        ? [network.device, network.network, network.host]
        : [network.host, ...(network.over ? [network.over.value] : [])],
    ),
    ...pools.flatMap((pool) => pool.hosts.map(({ value }) => value)),
    ...guests.flatMap((guest) => [...guest.hosts, ...guest.nics.map((nic) => nic.guest)]),
  ];
  return used.filter((id) => !known.has(id));
}

describe('totality', () => {
  it('makes of any broken text a network that is whole in itself, and findings inside the text', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const { files, findings } = siteFiles([declare('main.kvmnet', text).declarations], () => undefined);
        const site = analyseSite('file:///site', files, findings);
        expect(dangling(site.network)).toEqual([]);
        const ids = site.network.hosts.flatMap(({ devices }) => devices.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        expect(JSON.parse(JSON.stringify(site.network))).toEqual(site.network);
        const lines = text.split(/\r\n|\r|\n/);
        for (const { origin } of site.findings) {
          const { start, end } = origin.range;
          expect(start.line).toBeLessThan(lines.length);
          expect(end.character).toBeLessThanOrEqual(lines[end.line]?.length ?? -1);
        }
        const macs = site.network.guests.flatMap(({ nics }) => nics.filter(({ mac }) => mac.follows));
        expect(new Set(macs.map(({ mac }) => mac.value)).size).toBe(macs.length);
      }),
      { numRuns: 300 },
    );
  });

  it('reads no file that has more errors than a parser bears, and goes on with the next', async () => {
    const site = await siteFrom({
      'a.kvmnet': `host a {${' nic a { mtu mtu mtu } port } {\n'.repeat(20_000)}`,
      'b.kvmnet': 'host b { number 3 }',
    });
    expect(site.network.hosts.map(({ name }) => name)).toContain('b');
  });

  it('takes a great many comments in a row in time', async () => {
    const site = await siteFrom(`${'// remark\n'.repeat(200_000)}host a { number 3 }`);
    expect(site.network.hosts).toHaveLength(1);
  });
});
