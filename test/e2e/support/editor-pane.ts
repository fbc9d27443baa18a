import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { ACTIVE_TEXT, appears, moveKeyboardToText, untilSucceeds } from './keyboard.js';
import { limits } from './time-limits.js';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** VS Code draws inlay hints as text of the line, with style rules of their own. */
const HINTS = '[class*="dyn-rule-"]';

/** The active text editor of a workbench. */
export class EditorPane {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get locator(): Locator {
    return this.#page.locator(ACTIVE_TEXT);
  }

  /** Waits until the active tab is this file and its text is drawn. */
  async waitUntilOpen(path: string): Promise<void> {
    const active = this.#page.locator('.editor-group-container.active .tab.active');
    await active.filter({ hasText: basename(path) }).waitFor();
    await this.locator.locator('.view-lines .view-line').first().waitFor();
  }

  /** Puts the cursor at a place; lines and columns count from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    const input = this.#page.locator('.quick-input-widget:visible .quick-input-box input');
    const timeout = limits.retry;
    // The box closes when a webview takes the keyboard.
    await untilSucceeds(async () => {
      await this.#pressUntil(input, 'Control+KeyG');
      await input.fill(`:${line}:${column}`, { timeout });
      await input.press('Enter', { timeout });
      await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout });
    });
  }

  async focus(): Promise<void> {
    await moveKeyboardToText(this.#page);
    await this.locator.locator('.native-edit-context, textarea.inputarea').first().focus();
  }

  /** Types key by key, as a person does: suggestions appear, brackets are closed, lines are indented. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text, { delay: 20 });
  }

  /** Pastes a piece of a line: it arrives as it is. */
  async insert(text: string): Promise<void> {
    await this.#paste(text);
    await expect.poll(() => this.visibleText()).toContain(text);
  }

  async replaceAll(text: string): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('ControlOrMeta+KeyA');
    await this.#paste(text);
    const isDrawn = (visible: string): boolean => visible.trim() !== '' && text.includes(visible);
    await expect.poll(async () => isDrawn(await this.visibleText())).toBe(true);
  }

  /** VS Code drops what is pasted when the cursor is moved before it has arrived: wait until it is drawn. */
  async #paste(text: string): Promise<void> {
    await this.#page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
    await this.#page.keyboard.press('ControlOrMeta+KeyV');
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+KeyS');
    await this.#page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** The lines that are drawn, from the top of the visible part, without the hints between the words. */
  async visibleText(): Promise<string> {
    const lines = await this.locator.locator('.view-lines .view-line').evaluateAll(
      (elements, hints) =>
        elements
          .map((element) => {
            const line = element.cloneNode(true) as HTMLElement;
            for (const hint of line.querySelectorAll(hints)) hint.remove();
            return {
              top: Number.parseFloat(line.style.top),
              text: line.textContent.replaceAll('\u00a0', ' '),
            };
          })
          .sort((one, other) => one.top - other.top)
          .map((line) => line.text),
      HINTS,
    );
    return lines.join('\n');
  }

  /** Inlay hints in the visible part: what follows from the text, drawn between its words. */
  hints(text: string | RegExp): Locator {
    return this.locator.locator(`.view-lines ${HINTS}`).filter({ hasText: text });
  }

  /** Wavy lines of this severity in the visible part. Wait with `.first().waitFor()` or count them with `.count()`. */
  squiggles(severity: Severity): Locator {
    return this.locator.locator(`.squiggly-${severity}`);
  }

  /** Asks for suggestions at the cursor and gives the labels that are shown (the first dozen of a long list). */
  async completions(): Promise<readonly string[]> {
    const rows = this.suggestions;
    await this.#pressUntil(rows.first(), 'Control+Space');
    return rows.locator('.label-name').allInnerTexts();
  }

  /** The rows of the suggestion list, open or about to open. */
  get suggestions(): Locator {
    return this.#page.locator('.suggest-widget.visible .monaco-list-row');
  }

  /** Shows the hover at the cursor, gives its text, and closes it. */
  async hover(): Promise<string> {
    const hover = this.#page
      .locator('.monaco-editor .monaco-hover:visible, .monaco-hover.workbench-hover:visible')
      .first();
    const contents = hover.locator('.hover-contents, .markdown-hover').first();
    // It is drawn anew when more is known, and goes when the text below it changes.
    const text = await untilSucceeds(async () => {
      await this.#pressUntil(contents, 'Control+KeyK', 'Control+KeyI');
      return hover.innerText({ timeout: limits.retry });
    });
    await this.#page.keyboard.press('Escape');
    await hover.waitFor({ state: 'hidden' });
    return text;
  }

  /** Code lenses in the visible part; click one by `codeLens('Deploy').click()`. */
  codeLens(text: string | RegExp): Locator {
    return this.locator.locator('.codelens-decoration a').filter({ hasText: text });
  }

  /**
   * Opens the list of fixes and refactorings at the cursor and gives their titles. Where nothing is offered, be it because
   * the text has not been checked yet, VS Code says so in a message instead.
   */
  async codeActions(): Promise<readonly string[]> {
    const nothing = this.locator.locator('.monaco-editor-overlaymessage:visible');
    await nothing.waitFor({ state: 'hidden' });
    const answer = this.#codeActionRows.filter({ visible: true }).or(nothing).first();
    await this.#pressUntil(answer, 'ControlOrMeta+Period');
    return this.#codeActionRows.allInnerTexts();
  }

  /** Opens the list of fixes and refactorings until this one is offered, and applies it. */
  async chooseCodeAction(title: string): Promise<void> {
    await expect
      .poll(async () => {
        const titles = await this.codeActions();
        if (!titles.some((offered) => offered.includes(title))) await this.#page.keyboard.press('Escape');
        return titles.join('\n');
      })
      .toContain(title);
    await this.applyCodeAction(title);
  }

  /** Applies one of the fixes that `codeActions` has listed. */
  async applyCodeAction(title: string): Promise<void> {
    await this.#codeActionRows.filter({ hasText: title }).first().click();
    await this.#codeActionRows.first().waitFor({ state: 'hidden' });
  }

  /**
   * Asks VS Code by keys until it answers. It drops a question about the place of the cursor when it looks at that place of
   * its own accord in the same moment, because findings have come; a person then asks again.
   */
  async #pressUntil(answer: Locator, ...keys: readonly string[]): Promise<void> {
    const deadline = Date.now() + limits.appears;
    do {
      await this.focus();
      for (const key of keys) await this.#page.keyboard.press(key);
    } while (!(await appears(answer)) && Date.now() < deadline);
  }

  get #codeActionRows(): Locator {
    return this.#page.locator('.action-widget .monaco-list-row.action');
  }
}
