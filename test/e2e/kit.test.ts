import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tests } from './kit.host.js';
import { describeInExtensionHost } from './support/describe-in-extension-host.js';
import { startEditorSession, type EditorSession } from './support/editor-session.js';
import type { Workbench } from './support/workbench.js';

const fixture = fileURLToPath(new URL('support/fixture', import.meta.url));

describeInExtensionHost('A run inside the extension host', tests, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kit-'));
  await writeFile(join(folder, 'one.kit'), 'this is wrong\n');
  return {
    suite: new URL('kit.host.ts', import.meta.url),
    folder,
    extensionDevelopmentPath: fixture,
  };
});

describe('The end-to-end kit', () => {
  let folder: string;
  let session: EditorSession;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kit-'));
    await writeFile(join(folder, 'one.kit'), 'this is right\nthis is wrong\n');
    session = await startEditorSession();
    workbench = await session.openWorkbench(folder, {
      file: join(folder, 'one.kit'),
      extensionDevelopmentPath: fixture,
    });
  });

  afterAll(async () => {
    await session.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('sees a squiggle where the extension reports an error', async () => {
    await workbench.editor.squiggles('error').first().waitFor();
    expect(await workbench.editor.squiggles('error').count()).toBe(1);
    expect(await workbench.problems()).toEqual(
      expect.arrayContaining([expect.stringContaining('this is wrong')]),
    );
  });

  it('types and reads completion items', async () => {
    await workbench.editor.goTo(3);
    await workbench.editor.type('al');
    expect(await workbench.editor.completions()).toContain('alpha');
    await workbench.page.keyboard.press('Enter');
    expect(await workbench.editor.visibleText()).toBe('this is right\nthis is wrong\nalpha');
    await workbench.editor.save();
  });

  it('reaches into a webview', async () => {
    await workbench.command('Kit Fixture: Show Pane');
    const button = workbench.webview().getByRole('button');
    await button.click();
    expect(await button.innerText()).toBe('1');
    const seen = await workbench
      .webview()
      .locator('html')
      .evaluate(() => document.title);
    expect(seen).toBe('Kit pane');
  });

  it.each(['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)(
    'shows the theme %s',
    async (theme) => {
      await workbench.useTheme(theme);
      await workbench.webview().locator(`body.vscode-${theme}`).waitFor();
      await workbench.screenshot(`kit-${theme}`);
    },
  );
});
