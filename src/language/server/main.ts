import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DocumentState } from 'langium';
import { NodeFileSystem } from 'langium/node';
import { startLanguageServer } from 'langium/lsp';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import { resolveCodeActions } from '../lsp/code-action-provider.js';
import { resolveInlayHints } from '../lsp/inlay-hints.js';
import { refreshOtherFiles } from '../lsp/refresh.js';
import { answerSelectionRanges } from '../lsp/selection-ranges.js';
import { hearEditor } from '../lsp/editor-notifications.js';
import { answerPictureRequests } from '../lsp/picture-requests.js';
import { announcePictures, answerSiteRequests } from '../lsp/site-requests.js';
import { createKvmnetServices } from '../module.js';
import { createPublisher } from '../report/publisher.js';
import { severitiesIn, within } from './settings.js';

/*
 * The language server, over the transport that the command line names (`--stdio`, `--node-ipc`, `--socket=…`).
 * Initialization option `rulePages`: URI of the folder of the pages about codes; default the one of this package.
 * Setting `kvmnet.diagnostics.severity`: code → severity or `off`; `kvmnet.inlayHints` and
 * `kvmnet.codeLens`: kind → shown or not.
 */
const connection = createConnection(ProposedFeatures.all);
const { shared, kvmnet } = createKvmnetServices({ connection, ...NodeFileSystem });
const { Sites, RulePages, ReadingSettings, ConfigurationProvider } = shared.workspace;

const publisher = createPublisher(shared, (uri, diagnostics) => {
  void connection.sendDiagnostics({ uri, diagnostics });
});

const others = refreshOtherFiles(connection, shared);

function configure(section: unknown): void {
  Sites.configure({ severities: severitiesIn(within(section, 'diagnostics', 'severity')) });
  publisher.publishAll();
  ReadingSettings.configure(within(section, 'inlayHints'), within(section, 'codeLens'));
  others.refreshAll();
}

shared.lsp.LanguageServer.onInitialize(({ initializationOptions }) => {
  const pages = within(initializationOptions, 'rulePages');
  // The bundle lies in dist/server.
  const own = pathToFileURL(resolve(dirname(process.argv[1] ?? '.'), '../../docs/rules')).toString();
  RulePages.locate(typeof pages === 'string' ? pages : own);
});

shared.lsp.LanguageServer.onInitialized(() => {
  const sections = ['diagnostics', 'inlayHints', 'codeLens'] as const;
  const asked = sections.map(async (name) => {
    const section: unknown = await ConfigurationProvider.getConfiguration('kvmnet', name);
    return [name, section] as const;
  });
  void Promise.all(asked).then((answers) => {
    configure(Object.fromEntries(answers));
  });
});

ConfigurationProvider.onConfigurationSectionUpdate(({ section, configuration }) => {
  if (section === 'kvmnet') configure(configuration);
});

answerSiteRequests(connection, shared);
hearEditor(connection, shared);
answerPictureRequests(connection, shared, () => kvmnet.parser.Lexer.vocabulary);
answerSelectionRanges(connection, shared, () => kvmnet.parser.Lexer.vocabulary);
resolveInlayHints(connection, kvmnet);
resolveCodeActions(connection, kvmnet);
announcePictures(connection, shared);
// What an import leads to is known once the document is more than parsed.
startLanguageServer(shared, { DocumentLinkProvider: DocumentState.Linked });
