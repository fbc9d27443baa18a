import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CompletionList } from 'vscode-languageserver';
import { useLanguageServer } from '../support/language-server.js';

const kit = useLanguageServer();

const has = (code: string) => (codes: readonly unknown[]) => codes.includes(code);
const hasNot = (code: string) => (codes: readonly unknown[]) => !codes.includes(code);

describe('the language server', () => {
  it('starts over stdio, says what is wrong, where and with which page', async () => {
    const server = kit.start();
    const { capabilities } = await server.initialize();
    expect(capabilities.textDocumentSync).toBeDefined();
    await server.open('file:///nowhere/a.kvmnet', 'network tenant { roles vm  vlam 13 }');
    await server.codesOf('file:///nowhere/a.kvmnet', has('syntax/unknown-property'));
    expect(server.diagnostics.get('file:///nowhere/a.kvmnet')?.[0]).toMatchObject({
      severity: 1,
      range: { start: { line: 0, character: 27 }, end: { line: 0, character: 31 } },
      codeDescription: { href: 'file:///pages/syntax/unknown-property.md' },
      data: { code: 'syntax/unknown-property', fixes: [{ title: 'Write vlan instead' }] },
    });
  });

  it('sees the other files of the folder and what they import, opened or not', async () => {
    const site = join(kit.folder(), 'site');
    await mkdir(join(kit.folder(), 'shared'), { recursive: true });
    await mkdir(site, { recursive: true });
    await writeFile(join(kit.folder(), 'shared/networks.kvmnet'), 'network tenant { roles vm  vlan 13 }');
    await writeFile(
      join(site, 'networks.kvmnet'),
      'import "../shared/networks.kvmnet"\nnetwork other { roles vm }',
    );
    await writeFile(join(site, 'guests.kvmnet'), 'guest web1 on kvm1 { nic { network tenant } }');
    const uri = pathToFileURL(join(site, 'hosts.kvmnet')).toString();
    const guests = pathToFileURL(join(site, 'guests.kvmnet')).toString();
    const server = kit.start();
    await server.initialize();
    await server.open(uri, 'host kvm1 { number 1  nic eth0 { carries tenant, other, nobody } }');
    const codes = await server.codesOf(uri, has('naming/unknown-reference'));
    expect(codes.filter((code) => code === 'naming/unknown-reference')).toHaveLength(1);
    await server.change(uri, 'host kvm2 { number 1  nic eth0 { carries tenant, other } }', 2);
    await server.codesOf(uri, hasNot('naming/unknown-reference'));
    expect(await server.codesOf(guests, has('naming/unknown-reference'))).toContain(
      'naming/unknown-reference',
    );
  });

  it('reads the files of the workspace at the start', async () => {
    const site = join(kit.folder(), 'workspace');
    await mkdir(site, { recursive: true });
    await writeFile(join(site, 'a.kvmnet'), 'host kvm1 { nic eth0 { carries tenant } }');
    const server = kit.start();
    await server.initialize(site);
    const uri = pathToFileURL(join(site, 'a.kvmnet')).toString();
    expect(await server.codesOf(uri, has('naming/unknown-reference'))).toContain('naming/unknown-reference');
  });

  it('offers the NICs that were found on a host, once it is told', async () => {
    const server = kit.start();
    await server.initialize();
    const uri = 'file:///nowhere/nics.kvmnet';
    await server.open(uri, 'host kvm1 { nic  }');
    await server.codesOf(uri, has('syntax/missing-value'));
    const offered = async (): Promise<readonly string[]> => {
      const list = await server.connection.sendRequest<CompletionList>('textDocument/completion', {
        textDocument: { uri },
        position: { line: 0, character: 16 },
      });
      return list.items.map(({ label }) => label);
    };
    expect(await offered()).toEqual(['eth0']);
    const nics = [{ name: 'eno1', mac: '00:21:28:aa:bb:01' }];
    await server.connection.sendNotification('kvmnet/hostObserved', { uri, host: 'kvm1', nics });
    expect(await offered()).toEqual(['eno1']);
  });
});
