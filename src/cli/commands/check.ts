import { dirname, relative } from 'node:path';
import { sitesBelow } from '../../language/index.js';
import { compareOrigins, visibleText, type Finding } from '../../model/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { githubReport } from '../reports/github-report.js';
import { jsonReport } from '../reports/json-report.js';
import { pathFrom, type Located } from '../reports/located.js';
import { sarifReport } from '../reports/sarif-report.js';
import { summaryLine, textReport } from '../reports/text-report.js';
import { openSites, type OpenedSites } from '../open-sites.js';
import type { Terminal } from '../terminal.js';
import { VERSION } from '../version.js';

export const REPORT_FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface CheckOptions {
  readonly format: ReportFormat;
  /** `code=level`, as given. */
  readonly severity: readonly string[];
}

/** Reports everything that is wrong or could be better. */
export async function check(
  terminal: Terminal,
  paths: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  const opened = await openSites(terminal, paths, options.severity);
  if (!opened.ok) return opened.exit;
  report(terminal, opened.value, options.format);
  const below = await uncheckedBelow(opened.value);
  if (below.length > 0) {
    const folders = below.map((folder) => relative(terminal.cwd, folder)).join(', ');
    terminal.err(
      `Not checked: ${visibleText(folders)}. A folder below is a site of its own: name it as well.\n`,
    );
  }
  return opened.value.findings.some(({ severity }) => severity === 'error') ? EXIT.errors : EXIT.ok;
}

/** Somebody who checks the top of a repository takes all that lies below for checked. */
async function uncheckedBelow({ sites }: OpenedSites): Promise<readonly string[]> {
  const whole = sites.filter(({ asked, documents, path }) =>
    documents.every((document) => dirname(document.path) !== path || asked.includes(document)),
  );
  const read = new Set(sites.flatMap(({ documents }) => documents.map(({ path }) => dirname(path))));
  const below = (await Promise.all(whole.map(({ path }) => sitesBelow(path)))).flat();
  return [...new Set(below)].filter((folder) => !read.has(folder));
}

function report(terminal: Terminal, { findings, sites }: OpenedSites, format: ReportFormat): void {
  const path = pathFrom(terminal.cwd);
  const located: readonly Located[] = findings.map((finding) => ({ finding, path }));
  switch (format) {
    case 'json': {
      terminal.out(jsonReport(located));
      return;
    }
    case 'sarif': {
      terminal.out(sarifReport(located, VERSION));
      return;
    }
    case 'github': {
      terminal.out(githubReport(located));
      return;
    }
    case 'text': {
      const documents = sites.flatMap((site) => site.documents);
      terminal.out(textReport(located, { colours: terminal.colours, lineAt: lineReader(documents) }));
      terminal.out(`${summaryLine(findings, documents.length)}\n`);
    }
  }
}

/** Lines of documents, each split once. */
export function lineReader(
  documents: readonly { readonly uri: string; readonly text: string }[],
): (uri: string, line: number) => string | undefined {
  const texts = new Map(documents.map(({ uri, text }) => [uri, text]));
  const lines = new Map<string, readonly string[]>();
  return (uri, line) => {
    const known = lines.get(uri) ?? texts.get(uri)?.split(/\r\n|\r|\n/);
    if (known) lines.set(uri, known);
    return known?.[line];
  };
}

export const byPlace = (a: Finding, b: Finding): number => compareOrigins(a.origin, b.origin);
