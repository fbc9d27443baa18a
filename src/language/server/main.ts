import { NodeFileSystem } from 'langium/node';
import { startLanguageServer } from 'langium/lsp';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import { SEVERITIES, type Severity } from '../../model/index.js';
import { createKvmnetServices } from '../module.js';
import { publishAcrossFiles } from '../report/publisher.js';
import type { SeverityOverrides } from '../report/report-findings.js';

/*
 * The language server: over the transport that the command line names (`--stdio`, `--node-ipc`, `--socket=…`).
 * Initialization options: `rulePages`, URI of the folder of the pages about codes; `severities`, code → severity or `off`.
 */
const connection = createConnection(ProposedFeatures.all);
const { shared } = createKvmnetServices({ connection, ...NodeFileSystem });

shared.lsp.LanguageServer.onInitialize(({ initializationOptions }) => {
  const options: unknown = initializationOptions;
  if (typeof options !== 'object' || options === null) return;
  if ('rulePages' in options && typeof options.rulePages === 'string')
    shared.workspace.RulePages.locate(options.rulePages);
  if ('severities' in options)
    shared.workspace.Sites.configure({ severities: severitiesIn(options.severities) });
});

publishAcrossFiles(shared, (uri, diagnostics) => {
  void connection.sendDiagnostics({ uri, diagnostics });
});

startLanguageServer(shared);

function severitiesIn(setting: unknown): SeverityOverrides {
  if (typeof setting !== 'object' || setting === null) return {};
  return Object.fromEntries(
    Object.entries(setting).filter((entry): entry is [string, Severity | 'off'] => isSeverity(entry[1])),
  );
}

function isSeverity(value: unknown): value is Severity | 'off' {
  return value === 'off' || SEVERITIES.some((severity) => severity === value);
}
