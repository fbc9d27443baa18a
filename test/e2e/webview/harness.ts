import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { previewPage } from '../../../src/protocol/index.js';
import type { FromPreview, PreviewState, ToPreview } from '../../../src/protocol/index.js';
import { THEMES } from './themes.js';
import type { ThemeName } from './themes.js';

/** The preview's own page in a real browser, with the test in the place of VS Code. */
export interface Harness {
  readonly page: Page;
  /** Says something to the preview, as the extension would. */
  say(message: ToPreview): Promise<void>;
  /** What the preview has said so far. */
  said(): Promise<readonly FromPreview[]>;
  state(): Promise<PreviewState | undefined>;
  useTheme(theme: ThemeName): Promise<void>;
  /** What the content security policy refused, and what went wrong in the page. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

export interface HarnessOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  readonly state?: PreviewState;
}

/** tsx, which runs the benchmarks, wraps functions in a helper that a page does not have. */
export const NAMES = 'globalThis.__name = (target) => target;';

const ORIGIN = 'https://preview.invalid';

interface TestWindow extends Window {
  said?: FromPreview[];
  saved?: unknown;
}

/** What the extension's folder would hold, by path. */
export type ServedFiles = ReadonlyMap<
  string,
  { readonly body: string | Buffer; readonly contentType: string }
>;

/** From the sources, so that a test never looks at an old bundle. */
export async function bundlePreview(): Promise<ServedFiles> {
  const bundle = await build({
    entryPoints: ['src/webview/main.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome110',
    sourcemap: 'inline',
    logLevel: 'error',
  });
  const icons = 'node_modules/@vscode/codicons/dist';
  return new Map([
    ['/main.js', { body: bundle.outputFiles[0]!.text, contentType: 'text/javascript' }],
    ['/main.css', { body: await readFile('src/webview/main.css'), contentType: 'text/css' }],
    ['/codicon.css', { body: await readFile(`${icons}/codicon.css`), contentType: 'text/css' }],
    ['/codicon.ttf', { body: await readFile(`${icons}/codicon.ttf`), contentType: 'font/ttf' }],
  ]);
}

export async function openHarness(
  browser: Browser,
  served: ServedFiles,
  options: HarnessOptions = {},
): Promise<Harness> {
  const { theme = 'dark', width = 1000, height = 800, reducedMotion = true } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  await context.addInitScript({ content: NAMES });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const html = previewPage({
    source: ORIGIN,
    nonce: 'c2VjcmV0',
    script: `${ORIGIN}/main.js`,
    styles: { icons: `${ORIGIN}/codicon.css`, main: `${ORIGIN}/main.css` },
    folder: 'file:///site',
    perspective: 'devices',
  });
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname === '/' ? { body: html, contentType: 'text/html' } : served.get(pathname);
    await (file ? route.fulfill(file) : route.abort());
  });
  await page.addInitScript((state) => {
    const testWindow = window as TestWindow;
    testWindow.said = [];
    testWindow.saved = state ?? undefined;
    Object.assign(window, {
      acquireVsCodeApi: () => ({
        postMessage: (message: FromPreview) => testWindow.said?.push(message),
        getState: () => testWindow.saved,
        setState: (next: unknown) => {
          testWindow.saved = next;
        },
      }),
    });
  }, options.state ?? null);
  const useTheme = (name: ThemeName): Promise<void> =>
    page.evaluate(({ className, colours }) => {
      document.body.className = className;
      const { style } = document.documentElement;
      style.cssText = '';
      for (const [key, value] of Object.entries(colours)) style.setProperty(`--vscode-${key}`, value);
      style.setProperty('--vscode-font-family', '"Segoe WPC", "Segoe UI", system-ui, sans-serif');
      style.setProperty('--vscode-font-size', '13px');
    }, THEMES[name]);
  await page.goto(`${ORIGIN}/`);
  await useTheme(theme);
  await page.waitForFunction(() => 'kvmnetPreview' in window);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return {
    page,
    say: (message) => page.evaluate((sent) => window.postMessage(sent, '*'), message as unknown),
    said: () => page.evaluate(() => (window as TestWindow).said ?? []),
    state: () => page.evaluate(() => (window as TestWindow).saved as PreviewState | undefined),
    useTheme,
    complaints: () => complaints,
    close: () => context.close(),
  };
}
