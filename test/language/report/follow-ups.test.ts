import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_FINDINGS } from '../../../src/language/index.js';
import { createCoreServices } from '../../../src/language/module.js';
import { RESTS_ON } from '../../../src/language/report/follow-ups.js';
import { scan, type Scanned } from '../../../src/language/tokens/scanner.js';
import type { Finding } from '../../../src/model/index.js';
import { RULES } from '../../../src/rules/index.js';
import { findingsOf } from '../../rules/support/check-source.js';

const EXAMPLES = join(import.meta.dirname, '../../../examples');
const BOND = `network management { roles management  subnet 10.11.10.0/24 }
host kvm1 {
  number 22
  nic eth0  nic eth1
  bond bond0 { ports eth0, eth1  mode 802.3ad  lacp-rate fast  hash layer3+4  carries management }
}
`;

async function said(text: string): Promise<readonly string[]> {
  const findings = await findingsOf({ 'a.kvmnet': text });
  return findings.map(({ code, fixes = [] }) => [code, ...fixes.map(({ title }) => title)].join(': '));
}

/** Values and names that are used, one at a time replaced by what means nothing. */
function* spoiled(text: string): Iterable<{ readonly text: string; readonly at: string }> {
  const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;
  const words: Scanned[] = [];
  scan(text, vocabulary, {
    token: (token) => token.kind === 'word' && words.push(token),
    error: () => undefined,
  });
  for (const { image, offset, line } of words)
    yield {
      text: `${text.slice(0, offset)}zzz9${text.slice(offset + image.length)}`,
      at: `${line + 1}: ${image}`,
    };
}

const UNREAD = ['syntax/invalid-value', 'naming/unknown-reference'];
const isUnread = ({ code }: Finding): boolean => UNREAD.includes(code);
const key = ({ code, origin }: Finding): string => `${code}@${origin.range.start.line + 1}`;

describe('what cannot be read', () => {
  it('is looked for by rules that exist', () => {
    const known = new Set<string>([...RULES, ...LANGUAGE_FINDINGS].map(({ code }) => code));
    expect(Object.keys(RESTS_ON).filter((code) => !known.has(code))).toEqual([]);
  });

  it('of one guest hides nothing that another one lacks', async () => {
    const site = `network tenant { roles vm  vlan 13  zone drop }
network management { roles management  subnet 10.0.0.0/24 }
host kvm1 { number 3  nic eth0 { carries management }  nic eth1 { carries tenant } }
`;
    const unread = 'guest a on kvm1 { vcpus 0  nic { network tenant  queues auto } }\n';
    expect(await said(site + unread)).toEqual(['syntax/invalid-value: Write 1 instead']);
    expect(await said(`${site}${unread}guest b { vcpus 1  nic { network tenant } }\n`)).toEqual([
      'syntax/invalid-value: Write 1 instead',
      'syntax/missing-property',
    ]);
  });

  it.each(['lacp', '4', '802.3AD', '802.1ax', '802.3da'])(
    'is one finding, with what was meant: mode %s',
    async (mode) => {
      expect(await said(BOND)).toEqual([]);
      expect(await said(BOND.replace('mode 802.3ad', `mode ${mode}`))).toEqual([
        'syntax/invalid-value: Write 802.3ad instead',
      ]);
    },
  );

  it.each([
    ['lacp-rate fast', 'lacp-rate 1', 'fast'],
    ['layer3+4', 'layer3-4', 'layer3+4'],
    ['layer3+4', '1', 'layer3+4'],
    ['roles management', 'roles mgmt', 'management'],
    ['roles management', 'roles Management', 'management'],
  ])('is one finding where %s is written %s', async (right, wrong, instead) => {
    expect(await said(BOND.replace(right, wrong))).toEqual([
      `syntax/invalid-value: Write ${instead} instead`,
    ]);
  });

  it.each([
    ['roles management', 'role management', 'roles'],
    ['ports eth0', 'port eth0', 'ports'],
    ['carries management', 'carrys management', 'carries'],
    ['subnet 10', 'subnets 10', 'subnet'],
    ['mode 802', 'mod 802', 'mode'],
  ])('is one finding where %s is written %s', async (right, wrong, instead) => {
    expect(await said(BOND.replace(right, wrong))).toEqual([
      `syntax/unknown-property: Write ${instead} instead`,
    ]);
  });

  it('hides nothing that another bond does wrong', async () => {
    const second =
      '  nic eth2  nic eth3\n  bond bond1 { ports eth2, eth3  mode balance-rr  lacp-rate fast }\n}';
    expect(await said(BOND.replace('mode 802.3ad', 'mode 8023').replace(/\}\s*$/, second))).toEqual([
      expect.stringContaining('syntax/invalid-value'),
      expect.stringContaining('bond/option-not-valid-for-mode'),
    ]);
  });

  it.each(['lab', 'rack'])('has no second finding in the example %s', async (example) => {
    const folder = join(EXAMPLES, example);
    const files = readdirSync(folder).filter((name) => name.endsWith('.kvmnet'));
    const whole = files.map((name) => readFileSync(join(folder, name), 'utf8').replace(/^import .*$/m, ''));
    const text = whole.join('\n');
    const before = new Set((await findingsOf({ 'a.kvmnet': text })).map(key));
    const seconds: string[] = [];
    for (const each of spoiled(text)) {
      const after = await findingsOf({ 'a.kvmnet': each.text });
      if (!after.some(isUnread)) continue;
      const more = after.filter((finding) => !isUnread(finding) && !before.has(key(finding)));
      seconds.push(...more.map(({ message }) => `${each.at} → ${message}`));
    }
    expect(seconds).toEqual([]);
  });
});
