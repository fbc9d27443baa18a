import { writeFile } from 'node:fs/promises';
import { escapedText } from '../../model/index.js';
import { createFormatter } from '../../language/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openSites } from '../open-sites.js';
import { pathFrom } from '../reports/located.js';
import type { Terminal } from '../terminal.js';

export interface FormatOptions {
  /** Write nothing, name the files that would change. */
  readonly check: boolean;
}

/** Puts files into the common layout. Only files of the sites themselves, not those that they import. */
export async function format(
  terminal: Terminal,
  paths: readonly string[],
  { check }: FormatOptions,
): Promise<ExitCode> {
  const opened = await openSites(terminal, paths);
  if (!opened.ok) return opened.exit;
  const path = pathFrom(terminal.cwd);
  const asked = opened.value.sites.flatMap((site) => site.asked);
  const formatText = createFormatter();
  let changed = 0;
  for (const document of asked) {
    const formatted = formatText(document.text);
    if (formatted === document.text) continue;
    changed++;
    if (!check) await writeFile(document.path, formatted);
    terminal.out(`${escapedText(path(document.uri))}${check ? ' would change' : ''}\n`);
  }
  if (changed === 0)
    terminal.err(`${asked.length} file${asked.length === 1 ? '' : 's'} look as they should.\n`);
  return check && changed > 0 ? EXIT.errors : EXIT.ok;
}
