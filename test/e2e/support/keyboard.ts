import type { Locator, Page } from 'playwright-core';
import { limits } from './time-limits.js';

/** The text editor that VS Code takes for the active one. */
export const ACTIVE_TEXT = '.editor-group-container.active .editor-instance .monaco-editor';

/**
 * Moves the keyboard to the text that is active, or, where a webview is, to that of the first group.
 *
 * A webview that takes the keyboard tells VS Code so by a message, which may come late, or not at all when VS Code thinks that
 * it has had it all the time. When the keyboard is given to the text before the message has arrived, the webview becomes the
 * active editor although the keyboard is in the text, and no command about the active editor works: only going to the webview
 * and back helps.
 */
export async function moveKeyboardToText(page: Page): Promise<void> {
  const text = page.locator(ACTIVE_TEXT).first();
  const deadline = Date.now() + limits.appears;
  do {
    const inWebview = await page.evaluate(() => document.activeElement?.tagName === 'IFRAME');
    const isActive = await text.isVisible();
    if (!inWebview && isActive) return;
    if (inWebview && isActive)
      await succeeds(() => text.waitFor({ state: 'hidden', timeout: limits.settles }));
    await page.keyboard.press(inWebview ? 'ControlOrMeta+Digit1' : 'ControlOrMeta+Digit2');
    await appears(text, limits.settles);
  } while (Date.now() < deadline);
  throw new Error(`No text is active after ${limits.appears / 1000} s.`);
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

/** Tries until it succeeds, or fails with the last error. */
export async function untilSucceeds<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + limits.appears;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
