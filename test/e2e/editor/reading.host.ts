import assert from 'node:assert/strict';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { ExtensionHostContext, ExtensionHostTest } from '../support/extension-host-tests.js';

/** Opens a file of the folder; the first waits until the language server has read it. */
async function open(
  { vscode: api, folder }: ExtensionHostContext,
  file: string,
): Promise<vscode.TextDocument> {
  const document = await api.workspace.openTextDocument(join(folder, file));
  await api.window.showTextDocument(document);
  return document;
}

function placeOf(document: vscode.TextDocument, piece: string, move = 0): vscode.Position {
  const at = document.getText().indexOf(piece);
  assert.ok(at >= 0, piece);
  return document.positionAt(at + move);
}

const wholeOf = ({ vscode: api }: ExtensionHostContext, { lineCount }: vscode.TextDocument): vscode.Range =>
  new api.Range(0, 0, lineCount, 0);

const labelOf = ({ label }: vscode.InlayHint): string =>
  typeof label === 'string' ? label : label.map(({ value }) => value).join('');

async function hintsOf(
  context: ExtensionHostContext,
  document: vscode.TextDocument,
): Promise<readonly vscode.InlayHint[]> {
  return context.vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    wholeOf(context, document),
  );
}

async function edit(
  { vscode: api }: ExtensionHostContext,
  document: vscode.TextDocument,
  from: string,
  to: string,
): Promise<void> {
  const start = placeOf(document, from);
  const change = new api.WorkspaceEdit();
  change.replace(document.uri, new api.Range(start, placeOf(document, from, from.length)), to);
  assert.ok(await api.workspace.applyEdit(change));
}

export const tests: readonly ExtensionHostTest[] = [
  {
    title: 'shows what follows from words, without any setting',
    async run(context) {
      const hosts = await open(context, 'rack/hosts.kvmnet');
      const labels = await context.until('hints', async () => {
        const found = (await hintsOf(context, hosts)).map(labelOf);
        return found.length > 0 && found;
      });
      for (const label of ['10.11.10.22', 'bond0.11', 'bond0.13 → tenant', 'vlans 100-199, 300', 'virbr-lab'])
        assert.ok(labels.includes(label), `${label} in ${labels.join(' | ')}`);
      const guests = await open(context, 'rack/guests.kvmnet');
      assert.ok((await hintsOf(context, guests)).map(labelOf).includes('vlan 13'));
    },
  },
  {
    title: 'changes hints when another file changes, and hides the kinds that are switched off',
    async run(context) {
      const { vscode: api, until } = context;
      const guests = await open(context, 'rack/guests.kvmnet');
      const networks = await open(context, 'rack/networks.kvmnet');
      const shows = (label: string) => async (): Promise<boolean> =>
        (await hintsOf(context, guests)).map(labelOf).includes(label);
      await until('the tag', shows('vlan 13'));
      await edit(context, networks, 'vlan 13', 'vlan 77');
      await until('the other tag', shows('vlan 77'));
      await edit(context, networks, 'vlan 77', 'vlan 13');
      await until('the tag again', shows('vlan 13'));
      const settings = api.workspace.getConfiguration('kvmnet.inlayHints');
      await settings.update('vlans', false, api.ConfigurationTarget.Workspace);
      await until('no tag', async () => !(await shows('vlan 13')()));
      await settings.update('vlans', undefined, api.ConfigurationTarget.Workspace);
      await until('the tag once more', shows('vlan 13'));
    },
  },
  {
    title: 'tells what stands on a device and what it stands on',
    async run(context) {
      const { vscode: api } = context;
      const hosts = await open(context, 'rack/hosts.kvmnet');
      const [bond] = await api.commands.executeCommand<vscode.CallHierarchyItem[]>(
        'vscode.prepareCallHierarchy',
        hosts.uri,
        placeOf(hosts, 'bond bond0', 6),
      );
      assert.ok(bond);
      assert.equal(`${bond.name}: ${bond.detail ?? ''}`, 'bond0: bond on kvm1, kvm2');
      const incoming = await api.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
        'vscode.provideIncomingCalls',
        bond,
      );
      const names = incoming.map(({ from }) => from.name);
      for (const name of ['bond0.11', 'bond0.12', 'bond0.13', 'management'])
        assert.ok(names.includes(name), name);
      const outgoing = await api.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
        'vscode.provideOutgoingCalls',
        bond,
      );
      assert.deepEqual(
        outgoing.map(({ to, fromRanges }) => [to.detail, ...fromRanges.map((range) => hosts.getText(range))]),
        [
          // Of its own: kvm1 says more about it.
          ['nic on kvm1', 'eth0'],
          ['nic on kvm2', 'eth0'],
          ['nic on kvm1, kvm2', 'eth1'],
        ],
      );
      const guests = await open(context, 'rack/guests.kvmnet');
      const [nic] = await api.commands.executeCommand<vscode.CallHierarchyItem[]>(
        'vscode.prepareCallHierarchy',
        guests.uri,
        placeOf(guests, 'nic', 1),
      );
      assert.ok(nic);
      const below = await api.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
        'vscode.provideOutgoingCalls',
        nic,
      );
      assert.deepEqual(
        below.map(({ to }) => [to.name, to.uri.path.endsWith('rack/hosts.kvmnet')]),
        [['tenant', true]],
      );
    },
  },
  {
    title: 'finds devices of hosts in the whole workspace',
    async run({ vscode: api }) {
      const found = await api.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'kvm1.bond0.13',
      );
      assert.ok(found.some(({ name }) => name === 'kvm1.bond0.13'));
      const networks = await api.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'heartbeat',
      );
      assert.equal(networks[0]?.name, 'heartbeat');
    },
  },
  {
    title: 'follows imports',
    async run(context) {
      const { vscode: api } = context;
      const networks = await open(context, 'rack/networks.kvmnet');
      const [link] = await api.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        networks.uri,
      );
      assert.ok(link?.target);
      assert.equal(networks.getText(link.range), '../shared/zones.kvmnet');
      const target = await api.workspace.openTextDocument(link.target);
      assert.match(target.getText(), /^zone /m);
    },
  },
  {
    title: 'expands the selection from the word to the file',
    async run(context) {
      const { vscode: api } = context;
      const hosts = await open(context, 'rack/hosts.kvmnet');
      const [first] = await api.commands.executeCommand<vscode.SelectionRange[]>(
        'vscode.executeSelectionRangeProvider',
        hosts.uri,
        [placeOf(hosts, 'eth2, eth3', 1)],
      );
      const texts: string[] = [];
      for (let next = first; next; next = next.parent) texts.push(hosts.getText(next.range));
      const meant = ['eth2', 'eth2, eth3', 'ports eth2, eth3'];
      assert.deepEqual(
        texts.filter((text) => meant.includes(text)),
        meant,
      );
      assert.ok(texts.some((text) => /^bond bond1 \{[^]*\}$/.test(text)));
      assert.ok(texts.some((text) => /^profile compute \{[^]*\}$/.test(text)));
      assert.equal(texts.at(-1), hosts.getText());
    },
  },
  {
    title: 'marks a name in its file, and folds comments',
    async run(context) {
      const { vscode: api } = context;
      const networks = await open(context, 'rack/networks.kvmnet');
      const marks = await api.commands.executeCommand<vscode.DocumentHighlight[]>(
        'vscode.executeDocumentHighlights',
        networks.uri,
        placeOf(networks, 'network tenant', 9),
      );
      assert.deepEqual(
        marks.map(({ range, kind }) => [networks.getText(range), kind]),
        [['tenant', api.DocumentHighlightKind.Write]],
      );
      const lab = await open(context, 'lab/lab.kvmnet');
      const folds = await api.commands.executeCommand<vscode.FoldingRange[]>(
        'vscode.executeFoldingRangeProvider',
        lab.uri,
      );
      assert.ok(folds.some(({ start, kind }) => start === 0 && kind === api.FoldingRangeKind.Comment));
    },
  },
  {
    title: 'says above a network who uses it, and lists the places',
    async run(context) {
      const { vscode: api } = context;
      const networks = await open(context, 'rack/networks.kvmnet');
      const lenses = await api.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        networks.uri,
        100,
      );
      const tenant = lenses.find(({ range }) => networks.getText(range) === 'tenant')?.command;
      assert.equal(tenant?.title, '2 hosts, 2 guests');
      assert.equal(tenant.command, 'kvmnet.showPlaces');
      await api.commands.executeCommand(tenant.command, ...((tenant.arguments ?? []) as unknown[]));
    },
  },
];
