import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  copyOfExamples,
  keepScreenOfFailures,
  packagedExtension,
  startEditorSession,
  themeSetting,
  type EditorSession,
  type SiteFolder,
  type Workbench,
} from './support/index.js';

describe('the editor', () => {
  let folder: SiteFolder;
  let session: EditorSession;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await copyOfExamples();
    session = await startEditorSession({
      vsix: [packagedExtension()],
      settings: { 'kvmnet.preview.openAutomatically': true, ...themeSetting('light') },
    });
    workbench = await session.openWorkbench(folder.path, { file: folder.file('lab/lab.kvmnet') });
  });
  afterAll(async () => {
    await session.stop();
    await folder.remove();
  });
  keepScreenOfFailures(() => workbench);

  it('opens the preview beside the text', async () => {
    const preview = workbench.webview();
    await preview.locator('canvas').first().waitFor();
    await expect
      .poll(() => preview.locator('html').evaluate(() => document.body.textContent))
      .toContain('tenant');
    await workbench.screenshot('editor');
  });
});
