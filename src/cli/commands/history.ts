import { resolve } from 'node:path';
import {
  formatHistory,
  generationChanges,
  generationOfHost,
  historyOfHosts,
  type Whereabouts,
} from '../../deploy/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { generationText } from '../plan-text.js';
import { printFailure } from '../print-failure.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import type { Terminal } from '../terminal.js';
import { whereaboutsInText } from '../whereabouts.js';
import { folderFor, writeArtifacts } from '../write-artifacts.js';

export interface HistoryOptions extends ReachingOptions {
  readonly host: readonly string[];
  readonly format: 'text' | 'json';
  readonly generation?: number;
  /** Folder for the files of the generation. */
  readonly out?: string;
}

/** Says what was deployed to hosts, by whom and when, as they remember it; or what one generation is. Changes nothing. */
export async function history(
  terminal: Terminal,
  paths: readonly string[],
  options: HistoryOptions,
): Promise<ExitCode> {
  const { generation, out } = options;
  const [only, ...others] = options.host;
  if (generation !== undefined && (only === undefined || others.length > 0)) {
    terminal.err('kvmnet: --generation is about one host: name it with --host.\n');
    return EXIT.usage;
  }
  if (generation === undefined && out !== undefined) {
    terminal.err('kvmnet: --out writes the files of one generation: name it with --generation.\n');
    return EXIT.usage;
  }
  const found = await whereaboutsInText(terminal, paths, options.host);
  if (!found.ok) return found.exit;
  const [host] = found.hosts;
  return generation === undefined || !host
    ? listGenerations(terminal, found.hosts, options)
    : showGeneration(terminal, host, generation, options);
}

async function listGenerations(
  terminal: Terminal,
  hosts: readonly Whereabouts[],
  options: HistoryOptions,
): Promise<ExitCode> {
  const results = await historyOfHosts(hosts, reachFor(terminal, options));
  const json: unknown[] = [];
  for (const [at, result] of results.entries()) {
    const host = hosts[at]?.host ?? '';
    if (!result.ok) {
      json.push({ host, generations: [], failure: result.failure });
      if (options.format === 'text') printFailure(terminal, host, result.failure);
    } else {
      json.push(result.value);
      if (options.format === 'text') terminal.out(formatHistory(result.value));
    }
  }
  if (options.format === 'json') terminal.out(`${JSON.stringify(json, undefined, 2)}\n`);
  return results.every(({ ok }) => ok) ? EXIT.ok : EXIT.errors;
}

async function showGeneration(
  terminal: Terminal,
  whereabouts: Whereabouts,
  generation: number,
  options: HistoryOptions,
): Promise<ExitCode> {
  const story = await generationOfHost(whereabouts, generation, reachFor(terminal, options));
  if (!story.ok) {
    printFailure(terminal, whereabouts.host, story.failure);
    return EXIT.errors;
  }
  const { record, before, isCurrent } = story.value;
  if (options.format === 'json') {
    const { host, author, at, planDigest, artifacts } = record;
    const changes = generationChanges(before, record);
    const files = artifacts.map(({ kind, name, path, mode, content }) => ({
      kind,
      name,
      path,
      mode,
      content,
    }));
    const known = {
      host,
      generation,
      author,
      at,
      planDigest,
      isCurrent,
      ...(before && { before: before.generation }),
    };
    terminal.out(`${JSON.stringify({ ...known, changes, files }, undefined, 2)}\n`);
  } else terminal.out(generationText(terminal, story.value));
  if (options.out !== undefined) {
    const folder = folderFor(resolve(terminal.cwd, options.out), record.host);
    await writeArtifacts(folder, record.artifacts);
    terminal.err(`${record.artifacts.length} files in ${folder}\n`);
  }
  return EXIT.ok;
}
