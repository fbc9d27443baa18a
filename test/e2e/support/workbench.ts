import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { EditorHost } from '../../../scripts/editor-host.js';
import type { EditorSettings } from '../../../scripts/editor-host-folders.js';
import { repositoryRoot } from '../../../scripts/repository.js';
import { EditorPane } from './editor-pane.js';
import { appears, moveKeyboardToText, succeeds } from './keyboard.js';
import { limits } from './time-limits.js';

export interface WorkbenchOptions {
  /** A file (absolute path) to open with the window. */
  readonly file?: string;
  /** Pixels. 1280 × 800 by default. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The person's wish for less motion, as the operating system tells it. */
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

export type Theme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** VS Code's own names of its themes, and the class that each gives to the workbench. A webview's body has its own. */
const themes = {
  light: { id: 'Light 2026', label: 'Light 2026', class: 'vs' },
  dark: { id: 'Dark 2026', label: 'Dark 2026', class: 'vs-dark' },
  'high-contrast': { id: 'Default High Contrast', label: 'Dark High Contrast', class: 'hc-black' },
  'high-contrast-light': {
    id: 'Default High Contrast Light',
    label: 'Light High Contrast',
    class: 'hc-light',
  },
} as const satisfies Record<Theme, unknown>;

/** The setting that makes VS Code start under a theme. */
export function themeSetting(theme: Theme): EditorSettings {
  return { 'workbench.colorTheme': themes[theme].id };
}

/** A window of VS Code, as a person uses it: with keys and the mouse, and by looking. */
export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: Browser,
    host: EditorHost,
    folder: string,
    options: WorkbenchOptions = {},
  ): Promise<Workbench> {
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      reducedMotion: options.reducedMotion ?? 'no-preference',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(limits.appears);
    const page = await context.newPage();
    const workbench = new Workbench(page);
    const payload = options.file === undefined ? [] : [['openFile', host.uriOf(options.file)] as const];
    await page.goto(host.workbenchUrl(folder, payload));
    await page.locator('.monaco-workbench .statusbar').waitFor();
    if (options.file !== undefined) await workbench.editor.waitUntilOpen(options.file);
    return workbench;
  }

  /** The active text editor. */
  get editor(): EditorPane {
    return new EditorPane(this.page);
  }

  /** Runs a command by its whole title in the palette, such as `View: Toggle Word Wrap`. */
  async command(title: string): Promise<void> {
    await this.#choose('F1', title, `>${title}`);
  }

  /**
   * Takes all fixes that are safe, until the text is as it is to be: VS Code forgets that it was asked when it looks for
   * light bulbs of new findings in the same moment, and a person asks again.
   */
  async fixAll(wanted: RegExp): Promise<void> {
    const nothing = this.page.locator('.monaco-editor-overlaymessage:visible');
    const attempt = async (): Promise<string> => {
      await this.command('Fix All');
      return (await appears(nothing, limits.settles)) ? nothing.innerText() : this.editor.visibleText();
    };
    await expect.poll(attempt).toMatch(wanted);
  }

  /** Opens a file by its name or a part of its path, as a person does. */
  async openFile(name: string): Promise<void> {
    await this.#choose('ControlOrMeta+KeyP', name.split('/').at(-1) ?? name, name);
    await this.editor.waitUntilOpen(name);
  }

  /**
   * Chooses a row by its label in a list of choices that is open or about to open. A click on a row that is drawn anew in the
   * same moment, because more has been found, chooses nothing: the list goes when something was chosen.
   */
  async pick(label: string, timeout: number = limits.appears): Promise<void> {
    const row = this.#row(label);
    const deadline = Date.now() + timeout;
    do await row.click({ timeout });
    while (
      !(await succeeds(() => row.waitFor({ state: 'hidden', timeout: limits.retry }))) &&
      Date.now() < deadline
    );
    // Away from whatever lies below the list now: no hover of its own in what follows.
    await this.page.mouse.move(0, 0);
  }

  /**
   * Opens the quick input by its key, types, and chooses a row. The list is made when the box opens: what an extension
   * brings while the window still starts is missing until it is opened again; and the box closes when a webview takes the
   * keyboard. Hence the tries.
   */
  async #choose(key: string, label: string, text: string): Promise<void> {
    const deadline = Date.now() + limits.appears;
    for (;;) {
      await this.page.keyboard.press(key);
      if (await this.#chooseNow(label, text)) return;
      await this.page.keyboard.press('Escape');
      if (Date.now() > deadline)
        throw new Error(`"${text}" is not offered after ${limits.appears / 1000} s.`);
    }
  }

  #chooseNow(label: string, text: string): Promise<boolean> {
    return succeeds(async () => {
      await this.quickInput.locator('.quick-input-box input').fill(text, { timeout: limits.retry });
      await this.pick(label, limits.retry);
    });
  }

  #row(label: string): Locator {
    const labelled = this.page.getByText(label, { exact: true });
    return this.quickInput.locator('.monaco-list-row').filter({ has: labelled }).first();
  }

  /** The box at the top of the window: palette, choices, questions for a line of text. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** The status bar entry with this text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Moves the keyboard from a webview to the text of the first group. */
  focusText(): Promise<void> {
    return moveKeyboardToText(this.page);
  }

  /** Notifications (toasts) with this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** Modal questions; press a button with `dialog().getByRole('button', { name })`. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The tab with this label. */
  tab(label: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: label });
  }

  /**
   * What the Problems view says, one text per row (message, source, code, place), waited for until at least one row of
   * `expected` is there. Rows outside of the visible part are not in the page: filter in long lists.
   */
  async problems(): Promise<readonly string[]> {
    await this.command('View: Focus Problems');
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    await rows.or(this.page.locator('.markers-panel .message-box-container:visible')).first().waitFor();
    return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /**
   * The document of a visible webview: two frames deep, VS Code's own frame, and in it the extension's document. Where
   * several are visible, they count from 0 in the order in which they were opened.
   */
  webview(index = 0): FrameLocator {
    const frames = this.page.locator('iframe.webview.ready:visible');
    return frames.nth(index).contentFrame().frameLocator('iframe#active-frame');
  }

  /** Changes the theme as a person does, while the window is open. `themeSetting` is for a start under a theme. */
  async useTheme(theme: Theme): Promise<void> {
    const { label } = themes[theme];
    do await this.command('Preferences: Color Theme');
    while (!(await this.#chooseNow(label, label)));
    await this.page.locator(`.monaco-workbench.${themes[theme].class}`).waitFor();
  }

  /** Saves what the window shows as `test-results/screenshots/<name>.png`. */
  async screenshot(name: string): Promise<string> {
    const path = join(repositoryRoot, 'test-results', 'screenshots', `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
