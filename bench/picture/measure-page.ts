import type { Core } from 'cytoscape';
import type { Page } from 'playwright-core';

/** Times of one drawing in a page, in milliseconds unless said otherwise. */
export interface PageTimes {
  /** From the start of the page, or of the message, until the picture is painted. */
  readonly first: number;
  /** From the changed graph, or the difference, until it is painted. */
  readonly change: number;
  readonly pan: Frames;
  /** At zoom 1, where every text is drawn. */
  readonly panNear: Frames;
  readonly zoom: Frames;
  /** JavaScript heap after a collection, in MB. */
  readonly heap: number;
}

/** Milliseconds between frames. A screen of 60 Hz has one each 16.7. */
export interface Frames {
  readonly median: number;
  readonly p95: number;
}

const FRAMES = 50;

/** Moves the picture a little in each frame, as a hand on the mouse does. */
export async function measureFrames(page: Page, gesture: 'pan' | 'zoom'): Promise<Frames> {
  const times = await page.evaluate(
    async ([kind, count]) => {
      const cy = (window as unknown as { benchCy: () => Core }).benchCy();
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const deltas: number[] = [];
      let last = await frame();
      for (let step = 0; step < count; step++) {
        const forth = step % 20 < 10 ? 1 : -1;
        if (kind === 'pan') cy.panBy({ x: 14 * forth, y: 9 * forth });
        else {
          const renderedPosition = { x: cy.width() / 2, y: cy.height() / 2 };
          cy.zoom({ level: cy.zoom() * (forth > 0 ? 1.04 : 1 / 1.04), renderedPosition });
        }
        const now = await frame();
        deltas.push(now - last);
        last = now;
      }
      return deltas;
    },
    [gesture, FRAMES] as const,
  );
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[FRAMES >> 1] ?? 0, p95: sorted[Math.floor(FRAMES * 0.95)] ?? 0 };
}

/** All gestures, first over the whole picture as it was fitted, then near. */
export async function measureGestures(page: Page): Promise<Pick<PageTimes, 'pan' | 'panNear' | 'zoom'>> {
  const pan = await measureFrames(page, 'pan');
  const zoom = await measureFrames(page, 'zoom');
  await page.evaluate(() => {
    const cy = (window as unknown as { benchCy: () => Core }).benchCy();
    cy.zoom({ level: 1, position: cy.nodes()[0]?.position() ?? { x: 0, y: 0 } });
  });
  const panNear = await measureFrames(page, 'pan');
  return { pan, zoom, panNear };
}

/** JavaScript heap in MB, after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
