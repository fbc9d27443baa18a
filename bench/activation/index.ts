import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startEditorHost } from '../../scripts/editor-host.js';
import { extensionPackage } from '../../scripts/package-extension.js';
import { setUpChromium } from '../../scripts/set-up-chromium.js';
import { setUpEditor } from '../../scripts/set-up-editor.js';
import type { SetUp } from '../../scripts/set-up.js';
import { runTestsInExtensionHost } from '../../test/e2e/support/extension-host-run.js';
import { CONTESTANTS } from './activations.host.js';

/**
 * `npm run bench -- activation [WINDOWS]`: default 5. How long VS Code waits for extensions that bring a language server.
 * Wants `npm run build` and `npm run package` before.
 */
export async function run([count = '5']: readonly string[]): Promise<void> {
  const [installation, executablePath] = [ready(await setUpEditor()), ready(await setUpChromium())];
  const root = await mkdtemp(join(tmpdir(), 'kvmnet-bench-'));
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-bench-folder-'));
  const host = ready(
    await startEditorHost({ installation, root, vsix: [extensionPackage()], testDriver: true }),
  );
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const times = new Map<string, number[]>(CONTESTANTS.map((id) => [id, []]));
  try {
    for (let window = 0; window < Number(count); window++) {
      const suite = new URL('activations.host.ts', import.meta.url);
      for (const { title, milliseconds, failure } of await runTestsInExtensionHost(browser, host, {
        suite,
        folder,
      })) {
        if (failure !== undefined) throw new Error(failure);
        times.get(title)?.push(milliseconds);
      }
    }
  } finally {
    await browser.close();
    await host.stop();
    await Promise.all(
      [root, folder].map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })),
    );
  }
  process.stdout.write('| extension | activation: median | longest |\n| --- | ---: | ---: |\n');
  for (const [id, all] of times) {
    const sorted = all.toSorted((a, b) => a - b);
    const cells = [id, `${sorted[Math.floor(sorted.length / 2)]} ms`, `${sorted.at(-1)} ms`];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}

function ready<Thing>(setUp: SetUp<Thing>): Thing {
  if (setUp.kind === 'ready') return setUp.thing;
  throw new Error(`${setUp.reason} ${setUp.nextStep}`);
}
