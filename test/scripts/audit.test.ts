import { describe, expect, it } from 'vitest';
import { objectionsToLock, readAudit } from '../../scripts/audit.js';

const lock = (packages: Readonly<Record<string, { readonly version: string; readonly name?: string }>>) =>
  objectionsToLock(JSON.stringify({ packages: { '': { name: 'kvmnet' }, ...packages } }));

describe('The audit of npm test', () => {
  it('passes when the registry knows of nothing, and names what it knows', () => {
    expect(readAudit('{"auditReportVersion":2,"vulnerabilities":{}}')).toEqual({
      passed: 1,
      failed: 0,
      skipped: 0,
      notes: [],
    });
    const vulnerabilities = {
      ssh2: { severity: 'high', via: [{ title: 'OS Command Injection in ssh2', url: '' }] },
      wrapper: { severity: 'high', via: ['ssh2'] },
    };
    expect(readAudit(JSON.stringify({ auditReportVersion: 2, vulnerabilities }))).toEqual({
      passed: 0,
      failed: 2,
      skipped: 0,
      notes: ['failed: ssh2: high: OS Command Injection in ssh2', 'failed: wrapper: high: by ssh2'],
    });
  });

  it.each([
    [{ message: '405 Method Not Allowed - POST http://r/-/npm/v1/x', statusCode: 405 }, '(405)'],
    [{ message: 'request to http://r/ failed, reason: connect ECONNREFUSED 192.0.2.1:1' }, '(ECONNREFUSED)'],
    [{ message: 'request to http://r/ failed, reason: getaddrinfo ENOTFOUND r' }, '(ENOTFOUND)'],
  ])('says that the registry answers no audits: %o', (answer, reason) => {
    const outcome = readAudit(JSON.stringify({ ...answer, error: { summary: '', detail: '' } }));
    expect(outcome).toMatchObject({ passed: 0, failed: 0, skipped: 0 });
    expect(outcome.notes.join()).toContain(`answers no audits ${reason}`);
  });

  it('fails when npm could not even ask', () => {
    const noLock = { error: { code: 'ENOLOCK', summary: 'This command requires an existing lockfile.' } };
    expect(readAudit(JSON.stringify(noLock)).failed).toBe(1);
    expect(readAudit('').failed).toBe(1);
  });

  it('accepts one ssh2 that is new enough, and its types', () => {
    expect(lock({ 'node_modules/ssh2': { version: '1.15.0' } })).toEqual([]);
    expect(
      lock({
        'node_modules/ssh2': { version: '2.0.0' },
        'node_modules/@types/ssh2': { version: '1.15.6' },
        'node_modules/@types/ssh2/node_modules/@types/node': { version: '18.19.130' },
      }),
    ).toEqual([]);
  });

  it.each(['0.8.9', '1.3.99', '1.14.0', 'file:../ssh2'])('refuses ssh2 %s', (version) => {
    expect(lock({ 'node_modules/ssh2': { version } })).toEqual([`ssh2 ${version} is older than 1.15.0`]);
  });

  it('refuses none, a second one, and forks, under whatever name they are installed', () => {
    expect(lock({})).toEqual(['it has no ssh2']);
    const ssh2 = { 'node_modules/ssh2': { version: '1.17.0' } };
    expect(lock({ ...ssh2, 'node_modules/other/node_modules/ssh2': { version: '1.16.0' } })).toEqual([
      'it has a second ssh2, 1.16.0',
    ]);
    for (const fork of ['ssh2-electron', 'ssh2-streams', '@somebody/ssh2'])
      expect(lock({ ...ssh2, [`node_modules/${fork}`]: { version: '9.0.0' } })).toEqual([
        `${fork} is a fork or a wrapper of ssh2`,
      ]);
    expect(lock({ 'node_modules/ssh2': { name: 'ssh2-electron', version: '9.0.0' } })).toHaveLength(2);
  });
});
