import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exclusively } from '../../scripts/exclusive.js';

const name = (): string => `test ${process.pid} ${Math.random()}`;

describe.runIf(process.platform === 'linux')('Exclusive work', () => {
  it('waits for the same work of others, and runs beside different work', async () => {
    const same = name();
    const events: string[] = [];
    let finish = (): void => undefined;
    const first = exclusively(
      same,
      () => undefined,
      () => {
        events.push('first starts');
        return new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
    );
    await expect.poll(() => events).toEqual(['first starts']);
    const second = exclusively(
      same,
      () => events.push('second waits'),
      () => {
        events.push('second starts');
        return Promise.resolve();
      },
    );
    await exclusively(
      name(),
      () => events.push('third waits'),
      () => Promise.resolve(),
    );
    await expect.poll(() => events).toEqual(['first starts', 'second waits']);
    finish();
    await Promise.all([first, second]);
    expect(events).toEqual(['first starts', 'second waits', 'second starts']);
  });

  it('is free again after work that failed', async () => {
    const same = name();
    await expect(
      exclusively(
        same,
        () => undefined,
        () => Promise.reject(new Error('no')),
      ),
    ).rejects.toThrow('no');
    expect(
      await exclusively(
        same,
        () => undefined,
        () => Promise.resolve('done'),
      ),
    ).toBe('done');
  });

  it('is free again when the process that had it is killed', async () => {
    const same = name();
    const module = fileURLToPath(new URL('../../scripts/exclusive.ts', import.meta.url));
    const program = `
      const { exclusively } = await import(${JSON.stringify(module)});
      await exclusively(${JSON.stringify(same)}, () => {}, async () => {
        console.log('mine');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const other = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(other.stdout, 'data');
    let waited = false;
    const mine = exclusively(
      same,
      () => {
        waited = true;
        other.kill('SIGKILL');
      },
      () => Promise.resolve('mine'),
    );
    expect(await mine).toBe('mine');
    expect(waited).toBe(true);
  });
});
