import type {} from '../../../src/webview/main.js';
import type { Harness } from './harness.js';

/** What is drawn and what a person does to it, by ids of nodes. */
interface Corner {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** Middles of all nodes, from the left upper corner of the pane. */
export const corners = (target: Harness): Promise<readonly Corner[]> =>
  target.page.evaluate(() =>
    (window.kvmnetPreview?.cy.nodes() ?? []).map((node) => ({
      id: node.id(),
      ...node.renderedPosition(),
    })),
  );

export const classesOf = (target: Harness, id: string): Promise<readonly string[]> =>
  target.page.evaluate((wanted) => window.kvmnetPreview!.cy.getElementById(wanted).classes(), id);

export const withClass = (target: Harness, name: string): Promise<readonly string[]> =>
  target.page.evaluate(
    (wanted) => window.kvmnetPreview?.cy.nodes(`.${wanted}`).map((node) => node.id()) ?? [],
    name,
  );

export const clickOn = (target: Harness, id: string): Promise<void> => press(target, id, 'left');

/** Opens the menu of a node with the mouse. */
export const menuOn = (target: Harness, id: string): Promise<void> => press(target, id, 'right');

async function press(target: Harness, id: string, button: 'left' | 'right'): Promise<void> {
  const point = await target.page.evaluate((wanted) => {
    const cy = window.kvmnetPreview?.cy;
    const rectangle = cy?.container()?.getBoundingClientRect();
    const at = cy?.getElementById(wanted).renderedPosition();
    return { x: (at?.x ?? 0) + (rectangle?.x ?? 0), y: (at?.y ?? 0) + (rectangle?.y ?? 0) };
  }, id);
  await target.page.mouse.click(point.x, point.y, { button });
}
