import assert from 'node:assert/strict';
import { ChildProcess, execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type * as vscode from 'vscode';
import type { ExtensionHostContext, ExtensionHostTest } from './support/extension-host-tests.js';

const site = `network tenant { roles vm  vlan 13 }
host kvm1 {
  nic eth0 { address 192.0.2.1/24 }
  nic eth1
  bond bond0 { ports eth1  mode active-backup  carries tenant }
}
`;

const commandsOfPalette = [
  'kvmnet.openPreview',
  'kvmnet.showCompiledFiles',
  'kvmnet.plan',
  'kvmnet.deploy',
  'kvmnet.rollback',
  'kvmnet.showLog',
  'kvmnet.restartServer',
];

interface Finding {
  readonly code: string;
  readonly severity: vscode.DiagnosticSeverity;
}

function findings({ vscode: api }: ExtensionHostContext, { uri }: vscode.TextDocument): readonly Finding[] {
  return api.languages.getDiagnostics(uri).map(({ code, severity }) => ({
    code: String(typeof code === 'object' ? code.value : code),
    severity,
  }));
}

async function openSite({ vscode: api, folder }: ExtensionHostContext): Promise<vscode.TextDocument> {
  const document = await api.workspace.openTextDocument(join(folder, 'site/main.kvmnet'));
  await api.window.showTextDocument(document, api.ViewColumn.One);
  return document;
}

async function edit(
  { vscode: api }: ExtensionHostContext,
  document: vscode.TextDocument,
  from: string,
  to: string,
): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, from);
  const change = new api.WorkspaceEdit();
  const range = new api.Range(document.positionAt(at), document.positionAt(at + from.length));
  change.replace(document.uri, range, to);
  assert.ok(await api.workspace.applyEdit(change));
}

/** Processes that run the language server of this window. */
async function servers(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  return stdout
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, ...words]) => parent === String(process.pid) && words.some(isServer))
    .map(([id]) => Number(id));
}

const isServer = (word: string): boolean => word.endsWith('dist/server/main.cjs');

/** Node's own object of a process that this extension host has started; Node gives it away for looking at only. */
function childOfThisWindow(id: number): ChildProcess {
  const host = process as unknown as { readonly _getActiveHandles: () => readonly unknown[] };
  const child = host
    ._getActiveHandles()
    .find((handle) => handle instanceof ChildProcess && handle.pid === id);
  assert.ok(child instanceof ChildProcess);
  return child;
}

const loadedFiles = (): readonly string[] => Object.keys(require.cache);

export const tests: readonly ExtensionHostTest[] = [
  {
    title: 'activates without waiting for its server, and without reading the SSH code',
    async run({ vscode: api }) {
      const extension = api.extensions.getExtension('kvmnet.kvmnet');
      assert.ok(extension);
      assert.equal(extension.isActive, false, 'nothing starts it in a folder without a site');
      await extension.activate();
      const main = loadedFiles().find((file) => file.endsWith('dist/extension/main.cjs'));
      assert.ok(main !== undefined);
      const { activate } = require.cache[main]?.exports as { readonly activate?: unknown };
      assert.equal(activate?.constructor.name, 'Function', 'an async function could wait');
      assert.ok(!loadedFiles().some((file) => file.endsWith('dist/extension/deploy.cjs')));
    },
  },
  {
    title: 'registers its commands',
    async run({ vscode: api }) {
      const known = await api.commands.getCommands(true);
      assert.deepEqual(
        commandsOfPalette.filter((command) => !known.includes(command)),
        [],
      );
    },
  },
  {
    title: 'opens the preview beside the first file where the person wants it',
    async run(context) {
      const { vscode: api, folder, until } = context;
      const settings = api.workspace.getConfiguration('kvmnet');
      await settings.update('preview.openAutomatically', true, api.ConfigurationTarget.Workspace);
      const file = join(folder, 'site/main.kvmnet');
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, site);
      await openSite(context);
      const tab = await until('the preview', () =>
        api.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Topology: site'),
      );
      assert.ok(tab.input instanceof api.TabInputWebview);
      assert.equal(tab.group.viewColumn, api.ViewColumn.Two);
    },
  },
  {
    title: 'publishes findings with code, message and page',
    async run(context) {
      const { vscode: api, until } = context;
      const document = await openSite(context);
      const finding = await until('the finding', () =>
        api.languages.getDiagnostics(document.uri).find(({ message }) => message.includes('bond0')),
      );
      assert.equal(finding.source, 'kvmnet');
      assert.ok(typeof finding.code === 'object');
      assert.equal(finding.code.value, 'bond/single-port');
      assert.match(finding.code.target.path, /docs\/rules\/bond\/single-port\.md$/);
    },
  },
  {
    title: 'gives findings the severity of the settings',
    async run(context) {
      const { vscode: api, until } = context;
      const document = await openSite(context);
      const severity = (): vscode.DiagnosticSeverity | undefined =>
        findings(context, document).find(({ code }) => code === 'bond/single-port')?.severity;
      const setTo = (value: unknown): Thenable<void> =>
        api.workspace
          .getConfiguration('kvmnet')
          .update('diagnostics.severity', value, api.ConfigurationTarget.Workspace);
      await setTo({ 'bond/single-port': 'hint' });
      await until('a hint', () => severity() === api.DiagnosticSeverity.Hint);
      await setTo({ 'bond/single-port': 'off' });
      await until('silence', () => severity() === undefined);
      await setTo(undefined);
      await until('the severity of its own', () => severity() === api.DiagnosticSeverity.Warning);
    },
  },
  {
    title: 'shows compiled files as documents that follow the text',
    async run(context) {
      const { vscode: api, until } = context;
      const source = await openSite(context);
      const uri = api.Uri.from({
        scheme: 'kvmnet-compiled',
        path: '/kvm1/etc/NetworkManager/system-connections/bond0.nmconnection',
        query: source.uri.toString(),
      });
      const compiled = await api.workspace.openTextDocument(uri);
      assert.match(compiled.getText(), /mode=active-backup/);
      await edit(context, source, 'active-backup', 'balance-rr');
      await until('the new mode', () => compiled.getText().includes('mode=balance-rr'));
      await edit(context, source, 'balance-rr', 'active-backup');
      await until('the old mode', () => compiled.getText().includes('mode=active-backup'));
    },
  },
  {
    title: 'offers plan, deploy, roll back and compiled files above a host',
    async run(context) {
      const { vscode: api } = context;
      const { uri } = await openSite(context);
      const all = await api.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        10,
      );
      const lenses = all.filter(({ command }) => command?.command !== 'kvmnet.showPlaces');
      assert.deepEqual(
        lenses.map(({ command }) => [command?.title, command?.command, command?.arguments]),
        [
          ['Plan', 'kvmnet.plan'],
          ['Deploy', 'kvmnet.deploy'],
          ['Roll back', 'kvmnet.rollback'],
          ['Compiled files', 'kvmnet.showCompiledFiles'],
        ].map((lens) => [...lens, [uri.toString(), 'kvm1']]),
      );
    },
  },
  {
    title: 'restarts its language server when asked, when it hangs, and when it dies',
    async run(context) {
      const { vscode: api, until } = context;
      const document = await openSite(context);
      const other = (than: number) => async (): Promise<number | undefined> =>
        (await servers()).find((id) => id !== than);
      const [first, ...others] = await servers();
      assert.ok(first !== undefined && others.length === 0, 'one server');
      await api.commands.executeCommand('kvmnet.restartServer');
      const second = await until('another server', other(first));
      await until('the end of the first', async () => !(await servers()).includes(first));
      // It hangs: it hears nothing any more, and does not end when it is told to.
      process.kill(second, 'SIGSTOP');
      await api.commands.executeCommand('kvmnet.restartServer');
      const afterHanging = await until('a server beside the one that hangs', other(second));
      await until('the end of the one that hangs', async () => !(await servers()).includes(second));
      // It dies while the editor asks: its channel is closed before its end is seen, and what is sent in between fails.
      const dying = Object.assign(childOfThisWindow(afterHanging), { connected: false });
      const place = new api.Position(2, 3);
      for (let count = 0; count < 6; count++)
        void api.commands.executeCommand('vscode.executeHoverProvider', document.uri, place);
      await setTimeout(500);
      Object.assign(dying, { connected: true });
      process.kill(afterHanging, 'SIGKILL');
      await until('a server after the one that died', other(afterHanging));
      await edit(context, document, 'ports eth1', 'ports eth1, eth7');
      const isError = ({ severity }: Finding): boolean => severity === api.DiagnosticSeverity.Error;
      await until('a finding of the last', () => findings(context, document).some(isError));
      await edit(context, document, 'ports eth1, eth7', 'ports eth1');
      await until('its end', () => !findings(context, document).some(isError));
    },
  },
];
