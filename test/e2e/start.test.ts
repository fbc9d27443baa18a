import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { repositoryRoot } from '../../scripts/repository.js';
import { chromiumArguments, limits } from './support/index.js';

describe('npm start', () => {
  let start: ChildProcess;
  let browser: Browser;
  let output = '';

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject('chromium'), args: [...chromiumArguments] });
    start = spawn(process.execPath, [join(repositoryRoot, 'scripts/start.mjs'), '--browser', '--no-open'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    start.stdout?.on('data', keep);
    start.stderr?.on('data', keep);
  });

  afterAll(async () => {
    await browser.close();
    start.kill('SIGKILL');
  });

  const address = (): string | undefined => /http:\/\/127\.0\.0\.1:\S+/.exec(output)?.[0];

  it('says where the editor is', async () => {
    await expect.poll(() => address() ?? start.exitCode, { timeout: 170_000 }).not.toBeNull();
    expect(address(), output).toBeDefined();
  });

  it('shows the example and its preview', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(limits.appears);
    await page.goto(address() ?? '');
    await page.locator('.tab.active').first().waitFor();
    const preview = page.locator('iframe.webview.ready').contentFrame().frameLocator('iframe#active-frame');
    await preview.locator('body').waitFor();
    await page.locator('.view-lines', { hasText: 'host kvm1' }).waitFor();
    await page.screenshot({ path: join(repositoryRoot, 'test-results/screenshots/npm-start.png') });
    await page.close();
  });

  it('ends cleanly, and takes the editor with it', async () => {
    expect(start.exitCode, output).toBeNull();
    const ended = once(start, 'exit');
    start.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    await expect(fetch(address() ?? '')).rejects.toThrow();
  });
});
