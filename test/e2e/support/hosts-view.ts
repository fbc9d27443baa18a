import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.js';

/** The hosts view in the side bar. */
export class HostsPane {
  constructor(private readonly workbench: Workbench) {}

  /** Opens it by its icon, as a person does. */
  async open(): Promise<void> {
    const icon = this.workbench.page.locator('.activitybar .action-label[aria-label^="KVMNet"]');
    const pane = this.pane;
    await icon.waitFor();
    if (!(await pane.isVisible())) await icon.click();
    await pane.waitFor();
  }

  get pane(): Locator {
    return this.workbench.page.locator('.sidebar .pane').filter({ hasText: /hosts/i }).first();
  }

  /** The row whose text begins with this. */
  row(text: string | RegExp): Locator {
    return this.pane.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Presses one of the icons that a row shows under the mouse. */
  async press(row: string | RegExp, action: string): Promise<void> {
    await this.row(row).hover();
    await this.row(row).locator(`.actions .action-label[aria-label="${action}"]`).click();
  }

  /** Label and description of the rows that are drawn. */
  async rows(): Promise<readonly string[]> {
    return this.pane.locator('.monaco-list-row').evaluateAll((rows) =>
      rows.map((row) =>
        ['.label-name', '.label-description']
          .map((part) => row.querySelector(part)?.textContent ?? '')
          .filter((text) => text !== '')
          .join(' · '),
      ),
    );
  }
}
