/** Bundles what runs: command line, language server, extension, webview. `--watch` rebuilds while you edit. */
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';

import { build, context, type BuildOptions, type Plugin } from 'esbuild';
import { dirname, join } from 'node:path';
import { cacheOf } from '../src/cli/compiled-program.js';
import { repositoryRoot } from './repository.js';

const watch = process.argv.includes('--watch');

const common: BuildOptions = {
  absWorkingDir: repositoryRoot,
  bundle: true,
  sourcemap: watch,
  minify: !watch,
  // The names of classes and functions appear in messages of Langium and in stack traces of bug reports.
  keepNames: true,
  legalComments: 'linked',
  logLevel: 'warning',
};

/**
 * CommonJS: ssh2 and vscode-languageserver call `require` at run time. The two native parts of ssh2 are optional; it falls
 * back to Node's own crypto without them.
 */
const node: BuildOptions = {
  ...common,
  platform: 'node',
  target: 'node20.10',
  format: 'cjs',
  external: ['vscode', 'cpu-features', '*.node'],
};

/** What reaches hosts is a file of its own: an editor that only edits never reads the SSH code. */
const deployApart: Plugin = {
  name: 'deploy-apart',
  setup(builder) {
    builder.onResolve({ filter: /\/deploy\/deploy-commands\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './deploy.cjs', external: true } : undefined,
    );
  },
};

const bundles: readonly BuildOptions[] = [
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli/program.cjs',
  },
  {
    ...node,
    entryPoints: ['src/cli/start.ts'],
    outfile: 'dist/cli/main.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...node, entryPoints: ['src/language/server/main.ts'], outfile: 'dist/server/main.cjs' },
  {
    ...node,
    entryPoints: ['src/extension/main.ts'],
    outfile: 'dist/extension/main.cjs',
    plugins: [deployApart],
    // VS Code hands out its module `vscode` through `require` alone.
    supported: { 'dynamic-import': false },
  },
  {
    ...node,
    entryPoints: ['src/extension/deploy/deploy-commands.ts'],
    outfile: 'dist/extension/deploy.cjs',
  },
  {
    ...common,
    platform: 'browser',
    target: 'chrome128',
    format: 'iife',
    entryPoints: ['src/webview/main.ts', 'src/webview/main.css'],
    outdir: 'dist/webview',
    loader: { '.ttf': 'file' },
  },
];

/** The icon font of the toolbar is served from the extension's own folder: the preview loads nothing from elsewhere. */
async function copyIcons(): Promise<void> {
  for (const name of ['codicon.css', 'codicon.ttf']) {
    const target = join(repositoryRoot, 'dist/webview', name);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(repositoryRoot, 'node_modules/@vscode/codicons/dist', name), target);
  }
}

await copyIcons();
// V8 knows a text by its length alone: a cache of an earlier bundle must not outlive it.
await rm(cacheOf(join(repositoryRoot, 'dist/cli/program.cjs')), { force: true });
if (watch) {
  await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
  await chmod(join(repositoryRoot, 'dist/cli/main.cjs'), 0o755);
  await import('./cache-compiled-program.js');
}
