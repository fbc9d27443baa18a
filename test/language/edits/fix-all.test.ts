import { EmptyFileSystem } from 'langium';
import { describe, expect, it } from 'vitest';
import { combineFixes, safeFixOf } from '../../../src/language/edits/fix-all.js';
import { applyTextEdits } from '../../../src/language/edits/text-edits.js';
import { createCoreServices } from '../../../src/language/module.js';
import type { Edit, Finding, Fix, Origin } from '../../../src/model/index.js';
import { positionOf } from '../support/language-server.js';

const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;

const A = 'file:///a.kvmnet';
const TEXTS: Readonly<Record<string, string>> = {
  [A]: 'host h { nic eth0 nic eth1 bond b { ports eth0, eth1  updelay 1 s  downdelay 2 s } }',
  'file:///b.kvmnet': 'network n { roles vm  vlan 1 }',
};

const at = (piece: string, uri = A): Origin => ({
  uri,
  range: {
    start: positionOf(TEXTS[uri] ?? piece, piece),
    end: positionOf(TEXTS[uri] ?? piece, piece, { move: piece.length }),
  },
});
const fix = (...edits: readonly Edit[]): Fix => ({ title: 'fix', edits, preferred: true });
const finding = (...fixes: readonly Fix[]): Finding => ({
  code: 'a/b',
  severity: 'warning',
  message: '',
  origin: at('b'),
  fixes,
});
const removal = (piece: string): Edit => ({ kind: 'remove', at: at(piece) });
const closing: Origin = (() => {
  const { uri, range } = at('} }');
  return { uri, range: { start: range.start, end: range.start } };
})();

function combined(...findings: readonly Finding[]) {
  const { count, edits } = combineFixes(findings, (uri) => TEXTS[uri], vocabulary);
  const texts = [...edits].map(([uri, own]) => applyTextEdits(TEXTS[uri] ?? '', own));
  return { count, texts };
}

describe('fixing all', () => {
  it('takes the fix of a finding that is safe, and none where a person has to choose', () => {
    const guess: Fix = { title: 'guess', edits: [removal('1 s')] };
    const safe = fix(removal('2 s'));
    expect(safeFixOf(finding(guess, safe))).toBe(safe);
    expect(safeFixOf(finding(guess))).toBeUndefined();
    expect(combined(finding(guess))).toEqual({ count: 0, texts: [] });
  });

  it('removes neighbours as one change', () => {
    expect(combined(finding(fix(removal('1 s'), removal('2 s'))))).toEqual({
      count: 1,
      texts: ['host h { nic eth0 nic eth1 bond b { ports eth0, eth1 } }'],
    });
  });

  it('removes neighbours that are two findings', () => {
    expect(combined(finding(fix(removal('1 s'))), finding(fix(removal('2 s'))))).toEqual({
      count: 2,
      texts: ['host h { nic eth0 nic eth1 bond b { ports eth0, eth1 } }'],
    });
  });

  it('takes one of two neighbours out of a list, since both take the comma', () => {
    const text = TEXTS[A] ?? '';
    const port = (move: number): Edit => ({
      kind: 'remove-item',
      at: {
        uri: A,
        range: {
          start: positionOf(text, 'eth0, eth1', { move }),
          end: positionOf(text, 'eth0, eth1', { move: move + 4 }),
        },
      },
    });
    const { count, texts } = combined(finding(fix(port(0))), finding(fix(port(6))));
    expect({ count, texts }).toEqual({ count: 1, texts: [text.replace('eth0, eth1', 'eth1')] });
  });

  it('changes several files', () => {
    const vlan: Edit = { kind: 'replace', at: at('1', 'file:///b.kvmnet'), text: '2' };
    expect(combined(finding(fix(vlan)), finding(fix(removal('1 s'))))).toEqual({
      count: 2,
      texts: [
        'network n { roles vm  vlan 2 }',
        'host h { nic eth0 nic eth1 bond b { ports eth0, eth1  downdelay 2 s } }',
      ],
    });
  });

  it('leaves out a fix that changes what another one changes', () => {
    const whole = fix({ kind: 'replace', at: at('updelay 1 s  downdelay 2 s'), text: 'miimon 5 ms' });
    expect(combined(finding(whole), finding(fix(removal('1 s')))).texts).toEqual([
      'host h { nic eth0 nic eth1 bond b { ports eth0, eth1  miimon 5 ms } }',
    ]);
  });

  it('lets one of several fixes add to a block, since all may add the same', () => {
    const append = fix({ kind: 'append', at: closing, text: 'mtu 9000' });
    expect(combined(finding(append), finding(append))).toEqual({
      count: 1,
      texts: [
        'host h { nic eth0 nic eth1 bond b { ports eth0, eth1  updelay 1 s  downdelay 2 s  mtu 9000 } }',
      ],
    });
  });

  it('does nothing half: a fix that reaches into an unknown file is left out', () => {
    const lost: Edit = { kind: 'replace', at: at('x', 'file:///c.kvmnet'), text: 'y' };
    expect(combined(finding(fix(removal('1 s'), lost)))).toEqual({ count: 0, texts: [] });
  });
});
