import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeResult,
} from 'vscode-languageserver/node.js';

let folder: string;
const running: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kvmnet-server-'));
  await build({
    entryPoints: [new URL('../../../src/language/server/main.ts', import.meta.url).pathname],
    outfile: join(folder, 'dist/server/main.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node20.10',
    format: 'cjs',
    logLevel: 'silent',
  });
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The server as an editor starts it, on the Node that runs the tests. */
function startServer() {
  const child = spawn(process.execPath, [join(folder, 'dist/server/main.cjs'), '--stdio'], { stdio: 'pipe' });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const diagnostics = new Map<string, readonly Diagnostic[]>();
  const waiting: { readonly uri: string; accepts(found: readonly Diagnostic[]): boolean; done(): void }[] =
    [];
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics: found }) => {
    diagnostics.set(uri, found);
    for (const waiter of waiting) if (waiter.uri === uri && waiter.accepts(found)) waiter.done();
  });
  connection.listen();
  const ended = new Promise<number | null>((done) =>
    child.once('exit', (code) => {
      done(code);
    }),
  );
  running.push(async () => {
    await connection.sendRequest(ShutdownRequest.type).catch(() => undefined);
    child.kill();
    await ended;
    connection.dispose();
  });
  const open = (uri: string, text: string): Promise<void> =>
    connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'kvmnet', version: 1, text },
    });
  const change = (uri: string, text: string, version: number): Promise<void> =>
    connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  /** The codes of a file's diagnostics, once they are as they should be. */
  async function codesOf(
    uri: string,
    accepts: (codes: readonly unknown[]) => boolean,
  ): Promise<readonly unknown[]> {
    const codes = (found: readonly Diagnostic[]) => found.map(({ code }) => code);
    const current = diagnostics.get(uri);
    if (!current || !accepts(codes(current)))
      await new Promise<void>((done) =>
        waiting.push({ uri, accepts: (found) => accepts(codes(found)), done }),
      );
    return codes(diagnostics.get(uri) ?? []);
  }
  return { connection, diagnostics, open, change, codesOf };
}

async function initialize({ connection }: ReturnType<typeof startServer>, site?: string) {
  const result = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    capabilities: {},
    workspaceFolders: site === undefined ? null : [{ uri: pathToFileURL(site).toString(), name: 'site' }],
    initializationOptions: { rulePages: 'file:///pages' },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return result;
}

const has = (code: string) => (codes: readonly unknown[]) => codes.includes(code);
const hasNot = (code: string) => (codes: readonly unknown[]) => !codes.includes(code);

describe('the language server', () => {
  it('starts over stdio, says what is wrong, where and with which page', async () => {
    const server = startServer();
    const { capabilities } = await initialize(server);
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
    const site = join(folder, 'site');
    await mkdir(join(folder, 'shared'), { recursive: true });
    await mkdir(site, { recursive: true });
    await writeFile(join(folder, 'shared/networks.kvmnet'), 'network tenant { roles vm  vlan 13 }');
    await writeFile(
      join(site, 'networks.kvmnet'),
      'import "../shared/networks.kvmnet"\nnetwork other { roles vm }',
    );
    await writeFile(join(site, 'guests.kvmnet'), 'guest web1 on kvm1 { nic { network tenant } }');
    const uri = pathToFileURL(join(site, 'hosts.kvmnet')).toString();
    const guests = pathToFileURL(join(site, 'guests.kvmnet')).toString();
    const server = startServer();
    await initialize(server);
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
    const site = join(folder, 'workspace');
    await mkdir(site, { recursive: true });
    await writeFile(join(site, 'a.kvmnet'), 'host kvm1 { nic eth0 { carries tenant } }');
    const server = startServer();
    await initialize(server, site);
    const uri = pathToFileURL(join(site, 'a.kvmnet')).toString();
    expect(await server.codesOf(uri, has('naming/unknown-reference'))).toContain('naming/unknown-reference');
  });
});
