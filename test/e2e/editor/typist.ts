import type { Workbench } from '../support/index.js';

/** How long completion may take to come, on a loaded machine, before a person gives up. */
const PATIENCE = 20_000;

/** A person who writes by completion: counts keys, and notes where completion left them alone. */
export class Typist {
  pressed = 0;
  readonly deadEnds: string[] = [];

  constructor(private readonly workbench: Workbench) {}

  async keys(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.workbench.page.keyboard.press(key, { delay: 30 });
      this.pressed++;
    }
  }

  async type(text: string): Promise<void> {
    for (const character of text) await this.workbench.page.keyboard.type(character, { delay: 30 });
    this.pressed += text.length;
  }

  /** Types until the wanted row is the first choice, and takes it. */
  async take(typed: string, label: string): Promise<void> {
    await this.typeTo(typed, label);
    await this.keys('Enter');
    await this.untilClosed();
  }

  /** Takes an item by the comma that goes on to the next one. */
  async takeListed(typed: string, label: string): Promise<void> {
    await this.typeTo(typed, label);
    await this.type(',');
  }

  /** Takes an answer of a stop that has several. */
  async choose(label: string): Promise<void> {
    if (!(await this.isOffered(label))) {
      this.deadEnds.push(`${label} is not among the answers: ${await this.offered()}`);
      return;
    }
    const rows = this.workbench.editor.suggestions;
    const labels = await rows.locator('.label-name').allInnerTexts();
    await this.keys(...Array<string>(Math.max(0, labels.indexOf(label))).fill('ArrowDown'), 'Enter');
    await this.untilClosed();
  }

  private async typeTo(typed: string, label: string): Promise<void> {
    await this.type(typed);
    if (!(await this.isFocused(label)))
      this.deadEnds.push(`"${typed}" does not lead to ${label}, but to ${await this.offered()}`);
  }

  private isFocused(label: string): Promise<boolean> {
    const row = this.workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused .label-name');
    return appears(row.getByText(label, { exact: true }));
  }

  private isOffered(label: string): Promise<boolean> {
    return appears(this.workbench.editor.suggestions.getByText(label, { exact: true }));
  }

  private async offered(): Promise<string> {
    const labels = await this.workbench.editor.suggestions.locator('.label-name').allInnerTexts();
    return labels.length === 0 ? 'nothing' : labels.join(', ');
  }

  private untilClosed(): Promise<boolean> {
    return this.workbench.page
      .locator('.suggest-widget.visible')
      .waitFor({ state: 'hidden', timeout: PATIENCE })
      .then(
        () => true,
        () => false,
      );
  }
}

function appears(locator: ReturnType<Workbench['page']['locator']>): Promise<boolean> {
  return locator
    .first()
    .waitFor({ timeout: PATIENCE })
    .then(
      () => true,
      () => false,
    );
}
