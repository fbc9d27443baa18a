import type { Page } from 'playwright-core';

/** What notifications have said, also those that changed or went within a moment. */
export interface RememberedToasts {
  all(): Promise<readonly string[]>;
}

interface WindowWithToasts extends Window {
  rememberedToasts?: Set<string>;
}

export async function rememberToasts(page: Page): Promise<RememberedToasts> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    (window as WindowWithToasts).rememberedToasts = seen;
    const look = (): void => {
      for (const toast of document.querySelectorAll('.notifications-toasts .notification-list-item-message'))
        seen.add(toast.textContent);
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  return {
    all: () => page.evaluate(() => [...((window as WindowWithToasts).rememberedToasts ?? [])]),
  };
}
