import { createVSIX } from '@vscode/vsce';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tests } from './kit.host.js';
import {
  describeInExtensionHost,
  keepScreenOfFailures,
  siteFolder,
  startEditorSession,
  type EditorSession,
  type SiteFolder,
  type Workbench,
} from './support/index.js';

const fixture = fileURLToPath(new URL('support/fixture', import.meta.url));

describeInExtensionHost('A run inside the extension host', tests, async () => {
  const folder = await siteFolder({ 'one.kit': 'this is wrong\n' });
  return {
    suite: new URL('kit.host.ts', import.meta.url),
    folder: folder.path,
    extensionDevelopmentPath: fixture,
  };
});

describe('The kit that drives the editor', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await siteFolder({ 'one.kit': 'this is right\nthis is wrong\n', 'below/two.kit': 'nothing\n' });
    const vsix = folder.file('kit-fixture.vsix');
    await createVSIX({
      cwd: fixture,
      packagePath: vsix,
      dependencies: false,
      skipLicense: true,
      allowMissingRepository: true,
    });
    session = await startEditorSession({ vsix: [vsix] });
    workbench = await session.openWorkbench(folder.path, { file: folder.file('one.kit') });
  });

  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });

  keepScreenOfFailures(() => workbench);

  it('sees a squiggle where the extension reports an error, and reads the Problems view', async () => {
    await workbench.editor.squiggles('error').first().waitFor();
    expect(await workbench.editor.squiggles('error').count()).toBe(1);
    expect(await workbench.problems()).toContainEqual(expect.stringContaining('this is wrong'));
  });

  it('types, and reads completion items', async () => {
    await workbench.editor.goTo(3);
    await workbench.editor.type('al');
    expect(await workbench.editor.completions()).toContain('alpha');
    await workbench.page.keyboard.press('Enter');
    await expect.poll(() => workbench.editor.visibleText()).toBe('this is right\nthis is wrong\nalpha');
    await workbench.editor.save();
  });

  it('reads a hover', async () => {
    await workbench.editor.goTo(1, 3);
    expect(await workbench.editor.hover()).toContain('What the kit explains');
  });

  it('presses a code lens, and sees the notification', async () => {
    await workbench.editor.codeLens('Kit lens').click();
    await workbench.notification('Kit says hello').waitFor();
    await workbench.statusBarItem('Kit status').waitFor();
  });

  it('applies a fix', async () => {
    await workbench.editor.goTo(2, 10);
    await workbench.editor.chooseCodeAction('Make it right');
    await expect.poll(() => workbench.editor.visibleText()).toBe('this is right\nthis is right\nalpha');
  });

  it('opens a file by its name', async () => {
    await workbench.openFile('below/two.kit');
    await workbench.editor.replaceAll('first {\n  second\n}');
    await expect.poll(() => workbench.editor.visibleText()).toBe('first {\n  second\n}');
  });

  it('reaches into a webview', async () => {
    await workbench.command('Kit Fixture: Show Pane');
    const pane = workbench.webview();
    await pane.getByRole('button').click();
    expect(await pane.getByRole('button').innerText()).toBe('1');
    expect(await pane.locator('html').evaluate(() => document.title)).toBe('Kit pane');
  });

  it.each(['dark', 'light', 'high-contrast', 'high-contrast-light'] as const)(
    'shows the theme %s',
    async (theme) => {
      await workbench.useTheme(theme);
      await workbench.webview().locator(`body.vscode-${theme}`).waitFor();
    },
  );
});
