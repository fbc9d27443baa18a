import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  CodeLensRefreshRequest,
  CodeLensRequest,
  DidChangeConfigurationNotification,
  type CodeLens,
} from 'vscode-languageserver/node.js';
import type { Origin } from '../../../src/model/index.js';
import { textIn, useLanguageServer } from '../support/language-server.js';

const kit = useLanguageServer();

const FILES: Readonly<Record<string, string>> = {
  'networks.kvmnet': `network management { roles management  subnet 10.0.0.0/24 }
network tenant { roles vm  vlan 13 }
network unused { roles storage  vlan 14 }`,
  'hosts.kvmnet': `profile compute { nic eth0 { carries management, tenant } }
host kvm1 is compute { number 1 }
host kvm2 is compute { number 2 }
pool rack { hosts kvm1, kvm2 }`,
  'guests.kvmnet': `guest web1 on kvm1 { nic { network tenant } }
guest db1 in rack { nic { network tenant } }`,
};

async function site() {
  const folder = join(kit.folder(), 'lenses');
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(FILES)) await writeFile(join(folder, file), text);
  const uriOf = (file: string): string => pathToFileURL(join(folder, file)).toString();
  const server = kit.start();
  const refreshed = new Promise<void>((done) => {
    server.connection.onRequest(CodeLensRefreshRequest.type, () => {
      done();
    });
  });
  await server.initialize(folder, { workspace: { codeLens: { refreshSupport: true } } });
  for (const [file, text] of Object.entries(FILES)) await server.open(uriOf(file), text);
  const lenses = async (file: string): Promise<readonly CodeLens[]> =>
    (await server.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uriOf(file) } })) ?? [];
  /** `tenant: 2 hosts` */
  const titles = async (file: string): Promise<readonly string[]> =>
    (await lenses(file)).map(
      ({ range, command }) => `${textIn(FILES[file] ?? '', range)}: ${command?.title ?? ''}`,
    );
  return { server, uriOf, lenses, titles, refreshed };
}

describe('code lenses', () => {
  it('say above networks, profiles and pooled guests who uses them and where they are', async () => {
    const { titles } = await site();
    expect(await titles('networks.kvmnet')).toEqual([
      'management: 2 hosts',
      'tenant: 2 hosts, 2 guests',
      'unused: no host',
    ]);
    expect(await titles('hosts.kvmnet')).toEqual([
      'compute: 2 hosts',
      ...['kvm1', 'kvm2'].flatMap((host) =>
        ['Plan', 'Deploy', 'Roll back', 'Compiled files'].map((title) => `${host}: ${title}`),
      ),
    ]);
    expect(await titles('guests.kvmnet')).toEqual(['db1: may run on kvm1, kvm2']);
  });

  it('lead to the words that say so', async () => {
    const { lenses } = await site();
    const [management, tenant, unused] = await lenses('networks.kvmnet');
    const words = (lens: CodeLens | undefined): readonly string[] => {
      const places = lens?.command?.arguments?.[1] as readonly Origin[] | undefined;
      return (places ?? []).map(({ uri, range }) => textIn(FILES[uri.split('/').at(-1) ?? ''] ?? '', range));
    };
    expect(management?.command?.command).toBe('kvmnet.showPlaces');
    expect(words(tenant)).toEqual(['tenant', 'tenant', 'tenant', 'tenant']);
    expect(unused?.command?.command).toBe('');
  });

  it('can be without that', async () => {
    const { server, titles } = await site();
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { kvmnet: { codeLens: { usage: false } } },
    });
    expect(await titles('networks.kvmnet')).toEqual([]);
    expect(await titles('hosts.kvmnet')).toContain('kvm1: Plan');
  });

  it('are asked for anew when another file changes what they say', async () => {
    const { server, uriOf, titles, refreshed } = await site();
    await server.change(uriOf('guests.kvmnet'), 'guest web1 on kvm1 { nic { network tenant } }', 2);
    await refreshed;
    expect(await titles('networks.kvmnet')).toContain('tenant: 2 hosts, 1 guest');
  });
});
