import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  engineScript,
  controlScript,
  observeScript,
  probeScript,
  unpackScript,
} from '../../src/deploy/generated/host-scripts.js';
import { findOnPath } from '../../scripts/find-on-path.js';
import { root } from '../architecture/imports.js';

const folder = join(root, 'src/deploy/host-scripts');
const whole = { engineScript, controlScript, observeScript, probeScript, unpackScript };
const hasShellcheck = findOnPath(['shellcheck']) !== undefined;

describe('scripts for hosts', () => {
  it.each(Object.entries(whole))('%s is POSIX shell', (_name, script) => {
    const checked = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
    expect(checked).toMatchObject({ status: 0, stderr: '' });
  });

  it.skipIf(!hasShellcheck).each(Object.entries(whole))(
    '%s satisfies shellcheck',
    (_name, script) => {
      const checked = spawnSync('shellcheck', ['--shell=sh', '--severity=style', '-'], {
        input: script,
        encoding: 'utf8',
      });
      expect(checked.stdout).toBe('');
      // The engine takes it ten seconds, on a machine with other work a minute.
    },
    180_000,
  );

  it('are embedded as they stand in their files', () => {
    const embedded = Object.values(whole).join('');
    const written = readdirSync(folder).map((name) =>
      execFileSync('cat', [join(folder, name)], { encoding: 'utf8' }),
    );
    for (const text of written) expect(embedded).toContain(text);
  });

  it('need nothing but what a KVM host has: no interpreter besides the shell', () => {
    for (const script of Object.values(whole)) expect(script).not.toMatch(/\b(python3?|perl|ruby|node|jq)\b/);
  });
});
