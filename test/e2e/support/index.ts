export { describeInExtensionHost, type ExtensionHostSuite } from './describe-in-extension-host.js';
export {
  chromiumArguments,
  startEditorSession,
  type EditorSession,
  type EditorSessionOptions,
} from './editor-session.js';
export type { EditorPane, Severity } from './editor-pane.js';
export type { ExtensionHostContext, ExtensionHostTest } from './extension-host-tests.js';
export { keepScreenOfFailures } from './keep-screen-of-failures.js';
export { packagedExtension } from './packaged-extension.js';
export { copyOfExamples, siteFolder, type SiteFolder } from './site-folder.js';
export { limits } from './time-limits.js';
export { themeSetting, Workbench, type Theme, type WorkbenchOptions } from './workbench.js';
export { HostsPane } from './hosts-view.js';
