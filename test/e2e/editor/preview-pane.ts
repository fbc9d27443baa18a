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
    await this.#press(id, 'right');
    await this.page.getByRole('menuitem', { name }).click();
  }

  async #press(id: string, button: 'left' | 'right'): Promise<void> {
    const position = await this.page.locator('html').evaluate((_, wanted) => {
      const node = window.kvmnetPreview?.cy.getElementById(wanted);
      const box = window.kvmnetPreview?.cy.container()?.getBoundingClientRect();
      if (!box || !node?.nonempty()) throw new Error(`The preview draws no ${wanted}.`);
      const { x, y } = node.renderedPosition();
      return { x: box.x + x, y: box.y + y };
    }, id);
    await this.page.locator('body').click({ position, button });
  }
}
