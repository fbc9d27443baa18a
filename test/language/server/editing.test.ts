import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  DocumentHighlightKind,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  FoldingRangeRequest,
  SelectionRangeRequest,
  WorkspaceSymbolRequest,
  type SelectionRange,
  type SymbolInformation,
} from 'vscode-languageserver/node.js';
import { positionOf, textIn, useLanguageServer, type RunningServer } from '../support/language-server.js';

const kit = useLanguageServer();

/** A server that has read these files, and their URIs. */
async function site(name: string, files: Readonly<Record<string, string>>) {
  const folder = join(kit.folder(), name);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const uriOf = (file: string): string => pathToFileURL(join(folder, file)).toString();
  const server = kit.start();
  const { capabilities } = await server.initialize(folder);
  for (const [file, text] of Object.entries(files)) await server.open(uriOf(file), text);
  return { server, capabilities, uriOf };
}

async function selections(
  { connection }: RunningServer,
  uri: string,
  text: string,
  at: string,
): Promise<readonly string[]> {
  const position = positionOf(text, at, { move: 1 });
  const answer = await connection.sendRequest(SelectionRangeRequest.type, {
    textDocument: { uri },
    positions: [position],
  });
  const chain: string[] = [];
  for (let next: SelectionRange | undefined = answer?.[0]; next; next = next.parent)
    chain.push(textIn(text, next.range));
  return chain;
}

describe('expanding the selection', () => {
  const text = `import "a b.kvmnet"
/// Where tenants live.
/// Really.
host kvm1 {
  nic eth0
  bond bond0 {
    ports eth0, eth1  mode 802.3ad
  }
}
`;

  it('goes from the word over list, property, block and documentation to the file', async () => {
    const { server, uriOf } = await site('selection', { 'a.kvmnet': text });
    const bond = 'bond bond0 {\n    ports eth0, eth1  mode 802.3ad\n  }';
    const host = `host kvm1 {\n  nic eth0\n  ${bond}\n}`;
    expect(await selections(server, uriOf('a.kvmnet'), text, 'eth1')).toEqual([
      'eth1',
      'eth0, eth1',
      'ports eth0, eth1',
      'ports eth0, eth1  mode 802.3ad',
      bond,
      `nic eth0\n  ${bond}`,
      host,
      `/// Where tenants live.\n/// Really.\n${host}`,
      text,
    ]);
  });

  it('knows quotes and comments', async () => {
    const { server, uriOf } = await site('selection-quotes', { 'a.kvmnet': text });
    expect(await selections(server, uriOf('a.kvmnet'), text, 'a b')).toEqual([
      'a b.kvmnet',
      '"a b.kvmnet"',
      'import "a b.kvmnet"',
      text,
    ]);
    const [comment, run] = await selections(server, uriOf('a.kvmnet'), text, 'Really');
    expect([comment, run]).toEqual(['/// Really.', '/// Where tenants live.\n/// Really.']);
  });

  it('holds in a broken text', async () => {
    const broken = 'host kvm1 {\n  bond bond0 { ports eth0,\nhost kvm2 { }';
    const { server, uriOf } = await site('selection-broken', { 'a.kvmnet': broken });
    const chain = await selections(server, uriOf('a.kvmnet'), broken, 'eth0');
    expect(chain[0]).toBe('eth0');
    expect(chain.at(-1)).toBe(broken);
  });
});

describe('folding', () => {
  it('folds blocks, comments, imports and regions', async () => {
    const text = `import "b.kvmnet"
import "c.kvmnet"
// one
// two

/* three
   four */
// #region hosts
host kvm1 {
  bond bond0 {
    ports eth0
  }
  nic eth0 { mtu 9000
             dhcp }
}
// #endregion
`;
    const { server, uriOf } = await site('folding', { 'a.kvmnet': text });
    const folds = await server.connection.sendRequest(FoldingRangeRequest.type, {
      textDocument: { uri: uriOf('a.kvmnet') },
    });
    const lines = (folds ?? []).map(
      ({ startLine, endLine, kind = 'block' }) => `${kind} ${startLine}-${endLine}`,
    );
    expect(lines.sort()).toEqual(
      [
        'block 8-13',
        'block 9-10',
        'block 12-13',
        'comment 2-3',
        'comment 5-6',
        'imports 0-1',
        'region 7-15',
      ].sort(),
    );
  });
});

describe('links', () => {
  it('lead from an import to its file, and from a missing one nowhere', async () => {
    const text = 'import "b.kvmnet"\nimport "missing.kvmnet"\n';
    const { server, uriOf } = await site('links', {
      'a.kvmnet': text,
      'b.kvmnet': 'zone z { services ssh }',
    });
    const links = await server.connection.sendRequest(DocumentLinkRequest.type, {
      textDocument: { uri: uriOf('a.kvmnet') },
    });
    expect(links?.map(({ range, target }) => [textIn(text, range), target])).toEqual([
      ['b.kvmnet', uriOf('b.kvmnet')],
    ]);
  });
});

describe('highlights', () => {
  it('mark the declaration and its uses in the file, and nothing that only looks like it', async () => {
    const text = `network tenant { roles vm  vlan 13 }
host kvm1 { nic eth0  bond tenant-b { ports eth0  carries tenant } }
guest g on kvm1 { nic { network tenant } }
guest tenant on kvm1
`;
    const { server, uriOf } = await site('highlights', { 'a.kvmnet': text });
    const marks = await server.connection.sendRequest(DocumentHighlightRequest.type, {
      textDocument: { uri: uriOf('a.kvmnet') },
      position: positionOf(text, 'carries tenant', { move: 10 }),
    });
    expect(marks?.map(({ range: { start }, kind }) => [start, kind])).toEqual([
      [positionOf(text, 'tenant'), DocumentHighlightKind.Write],
      [positionOf(text, 'carries tenant', { move: 8 }), DocumentHighlightKind.Read],
      [positionOf(text, 'network tenant }', { move: 8 }), DocumentHighlightKind.Read],
    ]);
  });
});

describe('symbols of the workspace', () => {
  const files = {
    'networks.kvmnet':
      'network tenant { roles vm  vlan 13 }\nnetwork management { roles management  subnet 10.0.0.0/24 }',
    'hosts.kvmnet': `profile compute { nic eth0  nic eth1  bond bond0 { ports eth0, eth1  carries management, tenant } }
host kvm1 is compute { number 1  nat lab { subnet 192.168.1.0/24 } }
host kvm2 is compute { number 2 }`,
    'guests.kvmnet': 'guest web1 on kvm1 { nic { network tenant } }',
  };

  async function search(query: string): Promise<readonly SymbolInformation[]> {
    const { server, uriOf } = await site('symbols', files);
    await server.codesOf(uriOf('guests.kvmnet'), () => true);
    const found = await server.connection.sendRequest(WorkspaceSymbolRequest.type, { query });
    return (found ?? []) as SymbolInformation[];
  }
  const names = (found: readonly SymbolInformation[]): readonly string[] => found.map(({ name }) => name);

  it('finds a device by host and name, also one that follows from a word', async () => {
    const [bond] = await search('kvm1.bond0');
    expect(bond).toMatchObject({ name: 'kvm1.bond0', containerName: 'bond on kvm1' });
    const [derived] = await search('kvm2.bond0.13');
    expect(derived).toMatchObject({
      name: 'kvm2.bond0.13',
      containerName: 'vlan on kvm2, follows from tenant',
    });
    const { uri, range } = derived!.location;
    expect(uri).toMatch(/hosts\.kvmnet$/);
    expect(textIn(files['hosts.kvmnet'], range)).toBe('tenant');
  });

  it('finds networks, hosts, guests and virtual networks, the best first', async () => {
    expect(names(await search('tenant'))[0]).toBe('tenant');
    expect(names(await search('web'))[0]).toBe('web1');
    expect(names(await search('lab'))).toEqual(['kvm1.lab']);
    expect(names(await search('kvm')).slice(0, 2)).toEqual(['kvm1', 'kvm2']);
    expect(names(await search('nothing-like-it'))).toEqual([]);
  });
});
