import { describe, expect, it } from 'vitest';
import { reportFindings } from '../../../src/language/report/report-findings.js';
import { hostId, type Finding } from '../../../src/model/index.js';
import { codesOf, siteFrom } from '../support/site-from-text.js';

const finding = (code: string, line: number, more: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'warning',
  message: code,
  origin: {
    uri: 'file:///a.kvmnet',
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
  },
  ...more,
});

describe('reporting findings', () => {
  it('sorts by place and code', () => {
    const findings = [finding('b/b', 2), finding('b/a', 2), finding('c/c', 1)];
    expect(reportFindings(findings, []).map(({ code }) => code)).toEqual(['c/c', 'b/a', 'b/b']);
  });

  it('says a fault of a profile once, and names the hosts', () => {
    const on = (host: string) =>
      finding('a/b', 1, { message: `Bond b of host ${host} is odd.`, subjects: [hostId(host)] });
    const many = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'k8'].map(on);
    expect(reportFindings([on('k1'), on('k 2')], []).map(({ message }) => message)).toEqual([
      'Bond b of host k1 is odd. The same on k 2.',
    ]);
    const [all] = reportFindings(many, []);
    expect(all?.message).toBe('Bond b of host k1 is odd. The same on k2, k3, k4, k5, k6 and 2 more hosts.');
    expect(all?.subjects).toHaveLength(8);
  });

  it('shows what a terminal obeys, or what turns the direction of text, as a mark', () => {
    const [shown] = reportFindings(
      [
        finding('a/b', 1, {
          message: 'Bond \u001b[31m\u202Ebond0.',
          related: [{ origin: finding('a/b', 2).origin, message: 'a\u0007' }],
          fixes: [{ title: 'Remove \u2066x', edits: [] }],
        }),
      ],
      [],
    );
    expect(shown).toMatchObject({
      message: 'Bond \uFFFD[31m\uFFFDbond0.',
      related: [{ message: 'a\uFFFD' }],
      fixes: [{ title: 'Remove \uFFFDx' }],
    });
  });

  it('keeps different faults of one place', () => {
    const findings = ['x', 'y', 'y'].map((message) =>
      finding('a/b', 1, { message, subjects: [hostId('k')] }),
    );
    expect(reportFindings(findings, []).map(({ message }) => message)).toEqual(['x', 'y']);
  });

  it('changes severities, hides what is off, and leaves errors alone', () => {
    const findings = [finding('a/a', 1), finding('a/b', 2), finding('a/c', 3, { severity: 'error' })];
    const severities = { 'a/a': 'error', 'a/b': 'off', 'a/c': 'hint' } as const;
    expect(
      reportFindings(findings, [], { severities }).map(({ code, severity }) => [code, severity]),
    ).toEqual([
      ['a/a', 'error'],
      ['a/c', 'error'],
    ]);
  });

  const lonely = 'network management { roles management subnet 10.0.0.0/24 }\nhost a {\n  nic eth0\n';

  it('is silent where a comment on the line before says so', async () => {
    const bond = '  bond b { ports eth0  carries management }\n  number 3\n}';
    expect(codesOf(await siteFrom(lonely + bond))).toContain('bond/single-port');
    const remark = '  // kvmnet-ignore bond/single-port: the second one comes in spring\n  // really\n';
    expect(codesOf(await siteFrom(lonely + remark + bond))).not.toContain('bond/single-port');
  });

  it('never silences an error, nor without a reason', async () => {
    const error = await siteFrom(
      '// kvmnet-ignore naming/unknown-reference: so what\nhost a { nic eth0 { carries b } }',
    );
    expect(codesOf(error)).toContain('naming/unknown-reference');
    const reasonless = await siteFrom(
      `${lonely}  // kvmnet-ignore bond/single-port\n  bond b { ports eth0 } }`,
    );
    expect(codesOf(reasonless)).toEqual(
      expect.arrayContaining(['bond/single-port', 'syntax/ignore-without-reason']),
    );
  });

  it('says when a comment names a code that no finding has', async () => {
    const bond = '  bond b { ports eth0  carries management }\n  number 3\n}';
    const remark = '  // kvmnet-ignore bond/single-prot: the second one comes in spring\n';
    const { findings } = await siteFrom(lonely + remark + bond);
    const found = findings.find(({ code }) => code === 'syntax/ignore-unknown-code');
    expect(found?.message).toContain("Did you mean 'bond/single-port'?");
    expect(found?.origin.range).toEqual({
      start: { line: 3, character: 19 },
      end: { line: 3, character: 35 },
    });
    expect(findings.map(({ code }) => code)).toContain('bond/single-port');
  });

  const unusedIn = async (text: string): Promise<readonly string[]> => {
    const { findings } = await siteFrom(text);
    return findings.filter(({ code }) => code === 'syntax/ignore-unused').map(({ message }) => message);
  };
  const lonelyBond = (remark: string): string =>
    `network management { roles management  subnet 10.0.0.0/24 }
host kvm1 {
  number 3
  nic eth0
  ${remark}
  bond b { ports eth0  carries management }
}`;

  it('says of a comment that there is nothing to silence, unless an error may hide it', async () => {
    expect(await unusedIn(lonelyBond('// kvmnet-ignore bond/single-port: spring'))).toEqual([]);
    const idle = lonelyBond('// kvmnet-ignore bond/no-port: spring');
    expect(await unusedIn(idle)).toEqual([
      'This silences nothing: nothing on the line below has the code bond/no-port any more.',
    ]);
    expect(await unusedIn(idle.replace('subnet', 'subnett'))).toEqual([]);
  });

  it('says of a comment that errors are not silenced', async () => {
    const text = lonelyBond('// kvmnet-ignore naming/unknown-reference: spring').replace(
      'ports eth0',
      'ports eth7',
    );
    expect(await unusedIn(text)).toEqual([
      'This silences nothing: naming/unknown-reference is an error here, and errors are not silenced.',
    ]);
  });
});
