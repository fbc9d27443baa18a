import type { FrameLocator } from 'playwright-core';
import type {} from '../../../src/webview/main.js';
import type { Workbench } from '../support/index.js';

/** The preview of a window, as far as a test looks into it: what is drawn, by the ids of the model. */
export class PreviewPane {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get page(): FrameLocator {
    return this.#workbench.webview();
  }

  /** Ids of the nodes that are drawn; none while the page is still loading. */
  nodes(selector = 'node'): Promise<readonly string[]> {
    return this.page
      .locator('html')
      .evaluate(
        (_, wanted) => window.kvmnetPreview?.cy.nodes(wanted).map((node) => node.id()) ?? [],
        selector,
      );
  }

  /** Leaves a mark in the page: gone, should the page be loaded anew. */
  async mark(): Promise<void> {
    await this.page.locator('html').evaluate((html) => html.setAttribute('data-mark', ''));
  }

  async isMarked(): Promise<boolean> {
    return (await this.page.locator('html[data-mark]').count()) === 1;
  }

  /** Where every node stands in the drawing. */
  places(): Promise<Readonly<Record<string, string>>> {
    return this.page.locator('html').evaluate(() =>
      Object.fromEntries(
        (window.kvmnetPreview?.cy.nodes() ?? []).map((node) => {
          const { x, y } = node.position();
          return [node.id(), `${Math.round(x)} ${Math.round(y)}`];
        }),
      ),
    );
  }

  /** Clicks on a node with the mouse. */
  click(id: string): Promise<void> {
    return this.#press(id, 'left');
  }

  /** Chooses from the menu of a node. */
  async choose(id: string, name: string | RegExp): Promise<void> {
    await this.menu(id);
    await this.page.getByRole('menuitem', { name }).click();
  }

  menu(id: string): Promise<void> {
    return this.#press(id, 'right');
  }

  async #press(id: string, button: 'left' | 'right'): Promise<void> {
    const position = await this.#stillPlace(id);
    await this.page.locator('body').click({ position, button });
  }

  /** Where a node is once the picture stands still: it is fitted anew a little after something beside it came or went. */
  async #stillPlace(id: string): Promise<{ readonly x: number; readonly y: number }> {
    let last = { x: -1, y: -1 };
    for (;;) {
      const now = await this.#place(id);
      if (now.x === last.x && now.y === last.y) return now;
      last = now;
      // Longer than the time within which a second click makes a double one.
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }

  #place(id: string): Promise<{ readonly x: number; readonly y: number }> {
    return this.page.locator('html').evaluate((_, wanted) => {
      const node = window.kvmnetPreview?.cy.getElementById(wanted);
      const box = window.kvmnetPreview?.cy.container()?.getBoundingClientRect();
      if (!box || !node?.nonempty()) throw new Error(`The preview draws no ${wanted}.`);
      const { x, y } = node.renderedPosition();
      // Other nodes stand in the middle of a frame: it is pressed at its name.
      const isFrame = node.is('.frame, .guest');
      const up = isFrame ? node.renderedHeight() / 2 - 10 * (window.kvmnetPreview?.cy.zoom() ?? 1) : 0;
      return { x: box.x + x, y: box.y + y - up };
    }, id);
  }
}
