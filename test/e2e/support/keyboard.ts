import type { Locator, Page } from 'playwright-core';
import { limits } from './time-limits.js';

/** The text editor that VS Code takes for the active one. */
export const ACTIVE_TEXT = '.editor-group-container.active .editor-instance .monaco-editor';

export const isInWebview = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement?.tagName === 'IFRAME');

/**
 * Moves the keyboard from a webview to the text of the first group.
 *
 * A webview that takes the keyboard tells VS Code so by a message. Were the keyboard given to the text before that has
 * arrived, the webview would be the active editor for good, with the keyboard in the text: no command about the active editor
 * would work any more. A key is lost while the webview is still taking the keyboard after a click, hence the tries.
 */
export async function focusFirstText(page: Page): Promise<void> {
  if (await isInWebview(page)) await page.locator(ACTIVE_TEXT).waitFor({ state: 'hidden' });
  const cursor = page.locator('.statusbar .statusbar-item').filter({ hasText: /^Ln / });
  const deadline = Date.now() + limits.appears;
  do await page.keyboard.press('ControlOrMeta+Digit1');
  while (!(await appears(cursor)) && Date.now() < deadline);
}

/** Whether it is seen soon; not an error if it is not. */
export function appears(locator: Locator, timeout: number = limits.retry): Promise<boolean> {
  return succeeds(() => locator.waitFor({ timeout }));
}

export function succeeds(attempt: () => Promise<void>): Promise<boolean> {
  return attempt().then(
    () => true,
    () => false,
  );
}
