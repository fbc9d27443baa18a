import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Core } from 'cytoscape';
import type { Browser, Page } from 'playwright-core';
import { repositoryRoot } from '../../scripts/repository.js';
import type {} from '../../src/webview/main.js';
import type { GraphResult } from '../../src/protocol/index.js';
import type { PageTimes } from './measure-page.js';
import { heapOf, measureGestures } from './measure-page.js';
import type { OpenedSite } from './kvmnet-site.js';
import { openHarness } from '../../test/e2e/webview/harness.js';
import type { ServedFiles } from '../../test/e2e/webview/harness.js';

/** The preview as it is packaged. */
async function servedFiles(): Promise<ServedFiles> {
  const file = (name: string): Promise<Buffer> => readFile(join(repositoryRoot, 'dist/webview', name));
  return new Map([
    ['/main.js', { body: await file('main.js'), contentType: 'text/javascript' }],
    ['/main.css', { body: await file('main.css'), contentType: 'text/css' }],
    ['/codicon.css', { body: await file('codicon.css'), contentType: 'text/css' }],
    ['/codicon.ttf', { body: await file('codicon.ttf'), contentType: 'font/ttf' }],
  ]);
}

export interface KvmnetTimes extends PageTimes {
  /** Elements that are drawn; the others are in closed hosts. */
  readonly drawn: number;
  /** What the parts of `first` and `change` are: for whoever wants to make them smaller. */
  readonly parts: string;
}

/** Milliseconds from the message until the frame with it is on the screen. */
const paint = (page: Page, result: GraphResult): Promise<number> =>
  page.evaluate(async (sent) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const cy = (window as unknown as { benchCy: () => Core }).benchCy();
    const painted = new Promise<void>((resolve) => cy.one('render', () => resolve()));
    const start = performance.now();
    window.postMessage({ type: 'graph', result: sent }, '*');
    await painted;
    await frame();
    return performance.now() - start;
  }, result as unknown);

const KEYSTROKES = 15;
const WARM_UP = 4;

export async function measureKvmnet(browser: Browser, site: OpenedSite): Promise<KvmnetTimes> {
  const opened = await site.open();
  const target = await openHarness(browser, await servedFiles(), { width: 1000, height: 900 });
  try {
    const { page } = target;
    await page.evaluate(() => {
      Object.assign(window, { benchCy: () => window.kvmnetPreview?.cy });
    });
    const load = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation');
      return (entry as PerformanceNavigationTiming).domContentLoadedEventEnd;
    });
    const painted = await paint(page, opened.result);
    const changes: number[][] = [];
    for (let count = 0; count < KEYSTROKES; count++) {
      const { result, settled, answered } = await site.type();
      changes.push([settled, answered, await paint(page, result)]);
    }
    const heap = await heapOf(page);
    const gestures = await measureGestures(page);
    const drawn = await page.evaluate(() => window.kvmnetPreview?.cy.nodes().length ?? 0);
    // The first one also opens the host, and those after it warm the compilers up.
    changes.splice(0, WARM_UP);
    const [settled = 0, answered = 0, changed = 0] = [0, 1, 2].map((part) =>
      median(changes.map((times) => times[part] ?? 0)),
    );
    return {
      first: load + opened.answered + painted,
      change: settled + answered + changed,
      ...gestures,
      heap,
      drawn,
      parts: `first: page ${ms(load)}, server ${ms(opened.answered)}, paint ${ms(painted)}; change: read and check ${ms(settled)}, server ${ms(answered)}, paint ${ms(changed)}`,
    };
  } finally {
    await target.close();
  }
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
