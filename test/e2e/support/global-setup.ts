import type { TestProject } from 'vitest/node';
import { setUpChromium } from '../../../scripts/set-up-chromium.js';
import { setUpEditor, type EditorInstallation } from '../../../scripts/set-up-editor.js';
import type { SetUp } from '../../../scripts/set-up.js';

declare module 'vitest' {
  interface ProvidedContext {
    readonly editor: EditorInstallation;
    readonly chromium: string;
  }
}

/** Once before all end-to-end tests: the editor and the browser, installed where they are missing. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', needed(await setUpChromium()));
  project.provide('editor', needed(await setUpEditor()));
}

function needed<Thing>(setUp: SetUp<Thing>): Thing {
  if (setUp.kind === 'ready') return setUp.thing;
  throw new Error(`${setUp.reason}\n${setUp.nextStep}`);
}
