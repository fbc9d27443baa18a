import { LANGUAGE_FINDINGS, loadSites, type SeverityOverrides, type Site } from '../language/index.js';
import { compareOrigins, SEVERITIES, type Finding } from '../model/index.js';
import { nearestName, RULES } from '../rules/index.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { resolve } from 'node:path';
import type { Terminal } from './terminal.js';

export interface OpenedSites {
  readonly sites: readonly Site[];
  /** Of all sites, each once: a file that several import is reported by each. */
  readonly findings: readonly Finding[];
}

export type Opened =
  { readonly ok: true; readonly value: OpenedSites } | { readonly ok: false; readonly exit: ExitCode };

/** Loads the sites that PATH… names, the current folder without any; says what is wrong with the arguments. */
export async function openSites(
  terminal: Terminal,
  paths: readonly string[],
  severity: readonly string[] = [],
): Promise<Opened> {
  const severities = parseSeverities(severity);
  if (typeof severities === 'string') return usage(terminal, severities);
  const absolute = (paths.length === 0 ? ['.'] : paths).map((path) => resolve(terminal.cwd, path));
  const loaded = await loadSites(absolute, { severities });
  if (!loaded.ok) return usage(terminal, `${loaded.message} ${loaded.nextStep}`);
  const byKey = new Map(
    loaded.sites.flatMap((site) => site.findings).map((finding) => [keyOf(finding), finding]),
  );
  const findings = [...byKey.values()].sort((a, b) => compareOrigins(a.origin, b.origin));
  return { ok: true, value: { sites: loaded.sites, findings } };
}

const keyOf = ({ code, message, origin }: Finding): string => JSON.stringify([code, message, origin]);

function usage(terminal: Terminal, message: string): Opened {
  terminal.err(`kvmnet: ${message}\n`);
  return { ok: false, exit: EXIT.usage };
}

const CODES: readonly string[] = [...RULES, ...LANGUAGE_FINDINGS].map(({ code }) => code);

/** `code=level`, as often as wanted; a sentence when one is malformed. */
function parseSeverities(items: readonly string[]): SeverityOverrides | string {
  const levels = [...SEVERITIES, 'off'] as const;
  const overrides: Record<string, (typeof levels)[number]> = {};
  for (const item of items) {
    const [code = '', level = ''] = item.split('=');
    const known = levels.find((candidate) => candidate === level);
    if (!code.includes('/') || known === undefined)
      return `--severity takes code=level, such as bond/single-port=error; levels are ${levels.join(', ')}. Given was '${item}'.`;
    if (!CODES.includes(code)) {
      const meant = nearestName(code, CODES);
      return `There is no finding with the code ${code}.${meant === undefined ? ' docs/rules lists them.' : ` Did you mean ${meant}?`}`;
    }
    overrides[code] = known;
  }
  return overrides;
}
