import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../scripts/repository.js';
import { npmTools } from '../npm-tools.js';
import { LanguageClient } from './language-client.js';
import { sampleSite } from './sample-site.js';
import { yamlSchema, yamlSite } from './yaml-twin.js';

const YAML = 'yaml-language-server@2.0.0';
const KEYSTROKES = 7;

interface Contestant {
  readonly name: string;
  readonly languageId: string;
  readonly start: (folder: string) => Promise<LanguageClient>;
  readonly text: (hosts: number) => string;
  /** A value in the middle of the text, behind which a digit is typed, and where completion is asked for. */
  readonly typeBehind: (hosts: number) => readonly [string, string];
}

const contestants: readonly Contestant[] = [
  {
    name: 'kvmnet',
    languageId: 'kvmnet',
    start: () =>
      LanguageClient.start(
        [process.execPath, join(repositoryRoot, 'dist/server/main.cjs'), '--stdio'],
        () => null,
      ),
    text: sampleSite,
    typeBehind: (hosts) => [`number ${String(hosts >> 1)}\n`, 'vcpus '],
  },
  {
    name: 'yaml-language-server',
    languageId: 'yaml',
    start: async (folder) => {
      const schema = join(folder, 'schema.json');
      await writeFile(schema, JSON.stringify(yamlSchema));
      const settings = {
        validate: true,
        completion: true,
        schemas: { [pathToFileURL(schema).toString()]: '*.yaml' },
        schemaStore: { enable: false },
        // Its pause after a keystroke is left out of the comparison.
        validationDelay: 0,
      };
      const server = join(await npmTools(YAML), 'yaml-language-server/bin/yaml-language-server');
      return LanguageClient.start([process.execPath, server, '--stdio'], (section) =>
        section === 'yaml' ? settings : null,
      );
    },
    text: yamlSite,
    typeBehind: (hosts) => [`number: ${String(hosts >> 1)}\n`, 'vcpus: '],
  },
];

/** `npm run bench -- language [HOSTS…]`: what opening a file, typing and completion cost; default 100 and 1,000 hosts. */
export async function run(args: readonly string[]): Promise<void> {
  const sizes = args.length > 0 ? args.map(Number) : [100, 1_000];
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-bench-'));
  try {
    process.stdout.write('| hosts in one file | server | open | keystroke → diagnostics | completion |\n');
    process.stdout.write('| ---: | --- | ---: | ---: | ---: |\n');
    for (const hosts of sizes) {
      const rows: Measured[] = [];
      for (const contestant of contestants) rows.push(await measure(contestant, hosts, folder));
      rows.forEach(({ times }, i) => {
        const reference = rows.at(-1)?.times ?? times;
        const cells = times.map((time, k) => {
          const ratio = i === rows.length - 1 ? '' : ` (×${(time / (reference[k] ?? time)).toFixed(3)})`;
          return `${time.toFixed(0)} ms${ratio}`;
        });
        process.stdout.write(`| ${String(hosts)} | ${contestants[i]?.name ?? ''} | ${cells.join(' | ')} |\n`);
      });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Measured {
  /** CPU time in milliseconds: open, keystroke, completion. */
  readonly times: readonly number[];
}

/** CPU time of the server: of a keystroke and of a completion the mean of some, without what is done after the answer. */
async function measure(
  { start, languageId, text: textOf, typeBehind }: Contestant,
  hosts: number,
  folder: string,
): Promise<Measured> {
  await using client = await start(folder);
  const uri = pathToFileURL(join(folder, `site.${languageId}`)).toString();
  let text = textOf(hosts);
  let version = 1;
  const before = client.cpu;
  const opened = client.diagnosticsOf(uri);
  await client.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  await opened;
  const open = client.cpu - before;

  const keystrokes: number[] = [];
  const completions: number[] = [];
  const [anchor, behind] = typeBehind(hosts);
  for (let i = 0; i < KEYSTROKES; i++) {
    await idle(client);
    const offset = text.indexOf(behind, text.indexOf(anchor)) + behind.length;
    const position = positionOf(text, offset);
    // One digit more, then one less: an invalid number of vCPUs is never meant.
    const remove = i % 2 === 1;
    text = text.slice(0, offset) + (remove ? '' : '1') + text.slice(offset + (remove ? 1 : 0));
    const end = { line: position.line, character: position.character + (remove ? 1 : 0) };
    const start = client.cpu;
    const answered = client.diagnosticsOf(uri);
    await client.notify('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start: position, end }, text: remove ? '' : '1' }],
    });
    await answered;
    keystrokes.push(client.cpu - start);
    await idle(client);
    const asked = client.cpu;
    await client.request('textDocument/completion', { textDocument: { uri }, position });
    completions.push(client.cpu - asked);
  }
  return { times: [open, mean(keystrokes), mean(completions)] };
}

/** Waits until the server has nothing more to do. */
async function idle(client: LanguageClient): Promise<void> {
  for (let last = -1; last !== client.cpu;) {
    last = client.cpu;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function positionOf(text: string, offset: number): { readonly line: number; readonly character: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
