import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { setUpChromium } from '../../scripts/set-up-chromium.js';
import { measureKvmnet } from './kvmnet-page.js';
import { openSite } from './kvmnet-site.js';
import type { Frames, PageTimes } from './measure-page.js';
import { CONTESTANTS, measureOther, PATIENCE } from './other-page.js';

const HEADING = `| elements | drawn by | first picture | change | pan, whole: median / p95 | zoom | pan at zoom 1 | heap |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |
`;

/**
 * `npm run bench -- picture [ELEMENTS…]`: default 100, 1,000, 10,000 and 50,000. `--alone` leaves the others out.
 * Wants `npm run build` before: what is measured is the packaged server and preview.
 */
export async function run(args: readonly string[]): Promise<void> {
  const numbers = args.map(Number).filter((number) => number > 0);
  const sizes = numbers.length > 0 ? numbers : [100, 1_000, 10_000, 50_000];
  const others = args.includes('--alone') ? [] : CONTESTANTS;
  const found = await setUpChromium();
  if (found.kind !== 'ready') throw new Error(`${found.reason} ${found.nextStep}`);
  const gaveUp = new Set<string>();
  process.stdout.write(HEADING);
  for (const elements of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'kvmnet-bench-'));
    try {
      await using site = await openSite(elements, folder);
      const count = site.whole.nodes.length.toLocaleString('en');
      const withBrowser = async <T>(
        work: (browser: Awaited<ReturnType<typeof chromium.launch>>) => Promise<T>,
      ) => {
        const browser = await chromium.launch({ executablePath: found.thing, args: ['--no-sandbox'] });
        try {
          return await work(browser);
        } finally {
          await browser.close();
        }
      };
      const own = await withBrowser((browser) => measureKvmnet(browser, site));
      print(count, `KVMNet (${own.drawn.toLocaleString('en')} drawn)`, own);
      process.stderr.write(`${own.parts}\n`);
      for (const contestant of others) {
        const times = gaveUp.has(contestant.name)
          ? undefined
          : await withBrowser((browser) => measureOther(browser, contestant, site.whole));
        if (!times) gaveUp.add(contestant.name);
        print(count, contestant.name, times);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

const ms = (value: number): string =>
  value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(0)} ms`;
const frames = ({ median, p95 }: Frames): string => `${median.toFixed(0)} / ${p95.toFixed(0)} ms`;

function print(count: string, name: string, times: PageTimes | undefined): void {
  const cells = times
    ? [
        ms(times.first),
        ms(times.change),
        frames(times.pan),
        frames(times.zoom),
        frames(times.panNear),
        `${times.heap.toFixed(0)} MB`,
      ]
    : [`over ${PATIENCE / 1000} s`, '–', '–', '–', '–', '–'];
  process.stdout.write(`| ${[count, name, ...cells].join(' | ')} |\n`);
}
