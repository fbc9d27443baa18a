import { appendFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../src/deploy/index.js';

const entry = {
  event: 'begun',
  deed: 'deploy',
  host: 'kvm1',
  author: 'alice@desk',
  from: 4,
  to: 5,
  plan: 'f00',
  steps: 3,
} as const;

let folder: string;
let troubles: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kvmnet-audit-'));
  troubles = [];
});
afterEach(() => rm(folder, { recursive: true }));
const logIn = (...path: readonly string[]): AuditLog =>
  new AuditLog(join(folder, ...path), (message) => troubles.push(message));

describe('the log of what was deployed', () => {
  it('keeps what was appended, in order and for its owner alone', async () => {
    const log = logIn('kvmnet', 'audit.jsonl');
    await log.append(entry);
    await log.append({ ...entry, event: 'ended', outcome: 'rolled-back', reason: 'no\nway "back"' });
    const read = await log.read();
    expect(read).toMatchObject([entry, { event: 'ended', reason: 'no\nway "back"' }]);
    expect(Date.parse(read[0]!.at)).toBeGreaterThan(Date.now() - 60_000);
    expect((await stat(log.file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'kvmnet'))).mode & 0o777).toBe(0o700);
    expect(troubles).toEqual([]);
  });

  it('takes lines of many writers at once', async () => {
    const log = logIn('audit.jsonl');
    await Promise.all([...Array(40).keys()].map((to) => log.append({ ...entry, to })));
    expect((await log.read()).map(({ to }) => to).sort((a, b) => a - b)).toEqual([...Array(40).keys()]);
  });

  it('passes over lines that it does not understand', async () => {
    const log = logIn('audit.jsonl');
    await log.append(entry);
    await appendFile(log.file, 'rubbish\n{"event":"flown"}\n');
    await log.append(entry);
    expect(await log.read()).toHaveLength(2);
  });

  it('says so when it cannot be written, and fails nothing', async () => {
    await mkdir(join(folder, 'audit.jsonl'));
    const log = logIn('audit.jsonl');
    await log.append(entry);
    expect(troubles).toEqual([expect.stringContaining('could not be written')]);
    expect(await log.read()).toEqual([]);
  });
});
