import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { probeScript } from '../../src/deploy/generated/host-scripts.js';
import { findOnPath } from '../../scripts/find-on-path.js';

/** Says what it was asked, and answers as the address that is in a list of those who do. */
const PING = `#!/bin/sh
echo "$*" >>"$FOLDER/asked"
for address in "$@"; do :; done
grep -qxF -e "$address" "$FOLDER/answering"
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kvmnet-probe-'));
  await symlink(findOnPath(['grep']) ?? '/bin/grep', join(folder, 'grep'));
});
afterEach(() => rm(folder, { recursive: true }));

const ask = (lines: readonly string[], path: string): readonly string[] => {
  const asked = spawnSync(findOnPath(['sh']) ?? '/bin/sh', ['-c', probeScript], {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    env: { PATH: path, FOLDER: folder },
  });
  expect(asked).toMatchObject({ status: 0, stderr: '' });
  const [header = '', ...rest] = asked.stdout.split('\n').filter((line) => line !== '');
  expect(rest.at(-1)).toBe('@ end');
  return [header, ...rest.slice(0, -1).sort()];
};

const standIn = async (...answering: readonly string[]): Promise<void> => {
  await writeFile(join(folder, 'answering'), answering.map((address) => `${address}\n`).join(''));
  await writeFile(join(folder, 'ping'), PING);
  await chmod(join(folder, 'ping'), 0o755);
};

describe('the script that asks who answers', () => {
  it('says who does, by number', async () => {
    await standIn('10.0.2.2', 'fe80::1%eth1');
    const lines = ['0\t10.0.2.2\t-', '1\t10.0.2.9\t-', '2\tfe80::1%eth1\t8952'];
    expect(ask(lines, folder)).toEqual(['@ answers', ' 0', ' 2']);
    const asked = (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n').sort();
    expect(asked).toEqual([
      '-n -q -c 1 -w 3 -- 10.0.2.2',
      '-n -q -c 1 -w 3 -- 10.0.2.9',
      '-n -q -c 1 -w 3 -M do -s 8952 -- fe80::1%eth1',
    ]);
  });

  it('takes what it is told to ask for an address, and never runs it', async () => {
    await standIn('10.0.2.2');
    const lines = [
      '0\t$(touch "$FOLDER/run")\t-',
      '1\t; touch "$FOLDER/run"\t-',
      '2\t-f\t-',
      '3\t10.0.2.2\t-',
    ];
    expect(ask(lines, folder)).toEqual(['@ answers', ' 3']);
    await expect(readFile(join(folder, 'run'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(folder, 'asked'), 'utf8')).toContain('-n -q -c 1 -w 3 -- -f\n');
  });

  it('asks all at once', async () => {
    await standIn();
    await writeFile(join(folder, 'ping'), '#!/bin/sh\nsleep 1\n');
    const lines = Array.from({ length: 20 }, (_, at) => `${at}\t10.0.2.${at}\t-`);
    const begun = performance.now();
    expect(ask(lines, `${folder}:${process.env.PATH ?? ''}`)).toHaveLength(21);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('says so when the host has no ping', () => {
    expect(ask(['0\t10.0.2.2\t-'], folder)).toEqual(['@ no-ping']);
  });

  const missing =
    findOnPath(['ping']) === undefined ? 'ping is not there: apt install iputils-ping' : undefined;
  it.skipIf(missing !== undefined)(`understands the real ping ${missing ?? ''}`, () => {
    // Nothing leaves the machine: everybody answers on the loopback, but for its broadcast address.
    const lines = ['0\t127.0.0.1\t-', '1\t127.0.0.1\t1472', '2\t127.255.255.255\t-'];
    expect(ask(lines, process.env.PATH ?? '')).toEqual(['@ answers', ' 0', ' 1']);
  });
});
