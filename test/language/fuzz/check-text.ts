import assert from 'node:assert/strict';
import { compile } from '../../../src/compiler/index.js';
import { applyTextEdits, textEditsOf } from '../../../src/language/edits/text-edits.js';
import { applyEdits, formatEdits } from '../../../src/language/format/format-text.js';
import { analyseSite, type SiteAnalysis } from '../../../src/language/site/analyse-site.js';
import { siteFiles } from '../../../src/language/site/imports.js';
import type { Finding, Fix, Network, Range } from '../../../src/model/index.js';
import { buildGraph, layoutGraph, renderSvg } from '../../../src/topology/index.js';
import { declare } from '../support/declare.js';
import { tokensOf, vocabulary } from './mutants.js';

/** What a text describes as a site of one file. */
export function analyse(text: string): SiteAnalysis {
  const { files, findings } = siteFiles([declare('main.kvmnet', text).declarations], () => undefined);
  return analyseSite('file:///site', files, findings);
}

/** Fails for a range that is not inside of the text. */
export function expectInside(lines: readonly string[], { start, end }: Range, what: string): void {
  const said = `${what} at ${JSON.stringify({ start, end })}`;
  assert.ok(start.line >= 0 && start.character >= 0, `${said} begins before the text`);
  assert.ok(end.line < lines.length, `${said} ends below the text of ${lines.length} lines`);
  assert.ok(start.character <= (lines[start.line]?.length ?? -1), `${said} begins behind its line`);
  assert.ok(end.character <= (lines[end.line]?.length ?? -1), `${said} ends behind its line`);
  const order = start.line - end.line || start.character - end.character;
  assert.ok(order <= 0, `${said} ends before it begins`);
}

export const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/);

/** Ids that an element uses for others, which the network does not have. */
function dangling({ networks, pools, hosts, guests }: Network): readonly string[] {
  const devices = hosts.flatMap((host) => host.devices);
  const virtual = hosts.flatMap((host) => host.virtualNetworks);
  const elements = [...networks, ...pools, ...hosts, ...guests, ...devices, ...virtual];
  const known = new Set(elements.map(({ id }) => id));
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

/** From any text a whole network, findings inside of the text, and everything that is made of them. */
export function checkWholeWay(text: string): void {
  const { network, findings, checked } = analyse(text);
  const lines = linesOf(text);
  assert.deepEqual(dangling(network), [], 'ids of nothing');
  for (const { name, devices } of network.hosts)
    assert.equal(new Set(devices.map(({ id }) => id)).size, devices.length, `ids of ${name} are not unique`);
  assert.deepEqual(JSON.parse(JSON.stringify(network)), network, 'the network is not plain data');
  const macs = network.guests.flatMap(({ nics }) => nics.filter(({ mac }) => mac.follows));
  assert.equal(new Set(macs.map(({ mac }) => mac.value)).size, macs.length, 'derived MACs collide');
  for (const { code, message, origin, related = [] } of findings) {
    assert.ok(message.trim() !== '', `${code} says nothing`);
    expectInside(lines, origin.range, code);
    for (const other of related) expectInside(lines, other.origin.range, `related to ${code}`);
  }
  if (checked)
    for (const { artifacts } of compile(checked))
      for (const { path, content } of artifacts)
        assert.ok(!content.includes('\0'), `${path} holds a NUL character`);
  for (const perspective of ['networks', 'devices', 'commands'] as const) {
    const graph = buildGraph(network, findings, { perspective });
    const drawn = renderSvg(graph, layoutGraph(graph), 'light');
    assert.ok(
      !/NaN|undefined|Infinity/.test(drawn.replaceAll(/>[^<]*</g, '><')),
      `${perspective} has no number`,
    );
  }
}

/** A network without the places of its text. */
const meaningOf = ({ network, findings }: SiteAnalysis): string =>
  JSON.stringify(
    [network, findings.map(({ code, message }) => `${code}: ${message}`).sort()],
    (_key, value: unknown) =>
      typeof value === 'object' && value !== null && 'uri' in value && 'range' in value ? undefined : value,
  );

/** The layout changes neither tokens nor meaning, and nothing the second time. */
export function checkFormatting(text: string): void {
  const format = (before: string): string => applyEdits(before, formatEdits(before, vocabulary));
  for (const { range } of formatEdits(text, vocabulary)) expectInside(linesOf(text), range, 'an edit');
  const once = format(text);
  const shown = (before: string): readonly string[] =>
    tokensOf(before).map(({ kind, image }) => `${kind} ${image}`);
  assert.deepEqual(shown(once), shown(text), 'formatting changes tokens');
  assert.equal(format(once), once, 'formatting changes something the second time');
  assert.equal(meaningOf(analyse(once)), meaningOf(analyse(text)), 'formatting changes the meaning');
}

const isSyntax = ({ code }: Finding): boolean => code.startsWith('syntax/');
const count = (findings: readonly Finding[], like: Finding): number =>
  findings.filter(({ code, message }) => code === like.code && message === like.message).length;

function fixed(text: string, { edits }: Fix): string {
  return applyTextEdits(text, textEditsOf(edits, text, vocabulary));
}

/** Fixes of findings change the text where they say, and end the finding: at once, or after as often as it is there. */
export function checkFixes(text: string): void {
  const { findings } = analyse(text);
  for (const finding of findings)
    for (const fix of finding.fixes ?? []) {
      for (const edit of fix.edits) expectInside(linesOf(text), edit.at.range, `the fix of ${finding.code}`);
      let after = text;
      let again: Fix | undefined = fix;
      for (let times = 0; again && times < MOST_FIXES; times++) {
        const before = after;
        after = fixed(before, again);
        assert.notEqual(
          after,
          before,
          `'${fix.title}' of ${finding.code} (${finding.message}) changes nothing`,
        );
        again = analyse(after)
          .findings.find((left) => left.code === finding.code && left.message === finding.message)
          ?.fixes?.find(({ title }) => title === fix.title);
      }
      assert.equal(again, undefined, `'${fix.title}' of ${finding.code} (${finding.message}) never ends`);
    }
}

/** How often the same can be wrong in one text. */
const MOST_FIXES = 40;

/**
 * In a text that has one thing wrong at a time, each fix leaves a text that can be read as well as before, without the
 * finding. (What hides behind two errors comes to light when one of them is gone.)
 */
export function checkFixesOfReadable(text: string): void {
  const { findings } = analyse(text);
  const broken = findings.filter(isSyntax).length;
  if (broken > 1) return;
  for (const finding of findings)
    for (const fix of finding.fixes ?? []) {
      const after = fixed(text, fix);
      const left = analyse(after).findings;
      const said = `'${fix.title}' of ${finding.code} (${finding.message})`;
      assert.ok(left.filter(isSyntax).length <= broken, `${said} breaks the text:\n${after}`);
      assert.ok(count(left, finding) < count(findings, finding), `${said} leaves the finding:\n${after}`);
    }
}
