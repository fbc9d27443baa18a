import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type Range,
} from 'vscode-languageserver/node.js';

/** A language server as an editor starts it, and an editor's side of the conversation. */
export interface RunningServer {
  readonly connection: ProtocolConnection;
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** @param site the folder that is opened; nothing is opened without. */
  initialize(site?: string, capabilities?: ClientCapabilities): Promise<InitializeResult>;
  open(uri: string, text: string): Promise<void>;
  change(uri: string, text: string, version: number): Promise<void>;
  /** The codes of a file's diagnostics, once they are as they should be. */
  codesOf(uri: string, accepts: (codes: readonly unknown[]) => boolean): Promise<readonly unknown[]>;
}

/** Bundles the server once for a test file; every server that a test starts ends with the test. */
export function useLanguageServer() {
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
  return {
    /** A temporary folder. */
    folder: () => folder,
    start(): RunningServer {
      const { server, end } = startServer(join(folder, 'dist/server/main.cjs'));
      running.push(end);
      return server;
    },
  };
}

/** On the Node that runs the tests. */
function startServer(module: string): { readonly server: RunningServer; readonly end: () => Promise<void> } {
  const child = spawn(process.execPath, [module, '--stdio'], { stdio: 'pipe' });
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
  const codes = (found: readonly Diagnostic[]) => found.map(({ code }) => code);
  const server: RunningServer = {
    connection,
    diagnostics,
    async initialize(site, capabilities = {}) {
      const result = await connection.sendRequest<InitializeResult>('initialize', {
        processId: process.pid,
        capabilities,
        workspaceFolders: site === undefined ? null : [{ uri: pathToFileURL(site).toString(), name: 'site' }],
        initializationOptions: { rulePages: 'file:///pages' },
      });
      await connection.sendNotification(InitializedNotification.type, {});
      return result;
    },
    open: (uri, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: 'kvmnet', version: 1, text },
      }),
    change: (uri, text, version) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    async codesOf(uri, accepts) {
      const current = diagnostics.get(uri);
      if (!current || !accepts(codes(current)))
        await new Promise<void>((done) =>
          waiting.push({ uri, accepts: (found) => accepts(codes(found)), done }),
        );
      return codes(diagnostics.get(uri) ?? []);
    },
  };
  const end = async (): Promise<void> => {
    await connection.sendRequest(ShutdownRequest.type).catch(() => undefined);
    child.kill();
    await ended;
    connection.dispose();
  };
  return { server, end };
}

/** The place of a piece of text (its n-th occurrence, from 0), moved by some characters. */
export function positionOf(text: string, piece: string, { nth = 0, move = 0 } = {}): Position {
  let at = text.indexOf(piece);
  for (let i = 0; i < nth; i++) at = text.indexOf(piece, at + 1);
  if (at < 0) throw new Error(`There is no '${piece}'.`);
  const before = text.slice(0, at + move).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** What the text says in a range. */
export function textIn(text: string, { start, end }: Range): string {
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  return text.slice(offsetOf(start), offsetOf(end));
}
