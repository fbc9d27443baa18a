import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';
import { environmentForNpm, runCommand } from './run-command.js';
import { failedOne, passedOne, total, type Outcome } from './test-outcome.js';

/** The least ssh2: commands by way of Windows' agent (CVE-2020-26301) until 1.4.0, no strict key exchange until 1.15.0. */
const LEAST_SSH2 = [1, 15, 0] as const;

/**
 * The known CVEs of what is shipped. Which ssh2 is locked is looked at on any machine; the registry is asked as well, and
 * where it answers no audits (mirrors often do not) the outcome says so.
 */
export async function auditStep(): Promise<Outcome> {
  const objections = objectionsToLock(await readFile(join(repositoryRoot, 'package-lock.json'), 'utf8'));
  const locked =
    objections.length === 0 ? passedOne : failedOne(`failed: package-lock.json: ${objections.join('; ')}`);
  // Where packets are dropped, npm waits for five minutes by itself.
  const options = ['--omit=dev', '--json', '--silent', '--fetch-timeout=60000'];
  const { output } = await runCommand(['npm', 'audit', ...options], {
    cwd: repositoryRoot,
    env: environmentForNpm({}),
  });
  return total([locked, readAudit(output)]);
}

/** What `npm audit --json` came to. That nobody answered is neither passed nor failed nor skipped: a note says it. */
export function readAudit(output: string): Outcome {
  const audit = parsed(output) as Audit | undefined;
  if (audit?.vulnerabilities) {
    const known = Object.entries(audit.vulnerabilities).map(([name, { severity, via }]) => {
      const titles = via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : cause.title));
      return failedOne(`failed: ${name}: ${severity}: ${titles.join('; ')}`);
    });
    return known.length === 0 ? passedOne : total(known);
  }
  // Mistakes of ours have a code, as ENOLOCK; what the registry did not answer has a message alone.
  if (audit?.message === undefined) return failedOne(`failed: npm audit: ${output.trim() || 'no output'}`);
  const reason = audit.statusCode ?? /\bE[A-Z]{4,}/.exec(audit.message)?.[0];
  const answer = reason === undefined ? '' : ` (${reason})`;
  const note = `not asked for known CVEs: the registry of this machine answers no audits${answer}; only the lock file was looked at`;
  return { passed: 0, failed: 0, skipped: 0, notes: [note] };
}

/** What is wrong with the ssh2 that is locked: there is one, no older than safe, and no fork that nobody mends. */
export function objectionsToLock(text: string): readonly string[] {
  const { packages } = JSON.parse(text) as {
    readonly packages: Readonly<Record<string, { readonly version?: string; readonly name?: string }>>;
  };
  const found = Object.entries(packages).flatMap(([path, { name, version = '' }]) => {
    // An entry has a name of its own when it is installed under another one.
    const real = name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return /(^|\/)(node-)?ssh2($|-)/.test(real) && real !== '@types/ssh2' ? [{ real, version }] : [];
  });
  const [own, ...more] = found.filter(({ real }) => real === 'ssh2');
  return [
    ...(own ? [] : ['it has no ssh2']),
    ...more.map(({ version }) => `it has a second ssh2, ${version}`),
    ...[own, ...more].flatMap((one) =>
      one && isOlder(one.version) ? [`ssh2 ${one.version} is older than ${LEAST_SSH2.join('.')}`] : [],
    ),
    ...found.flatMap(({ real }) => (real === 'ssh2' ? [] : [`${real} is a fork or a wrapper of ssh2`])),
  ];
}

function isOlder(version: string): boolean {
  const numbers = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number) ?? [];
  const at = LEAST_SSH2.findIndex((least, place) => numbers[place] !== least);
  return at !== -1 && (numbers[at] ?? 0) < LEAST_SSH2[at]!;
}

interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
  readonly statusCode?: number;
}

interface Vulnerability {
  readonly severity: string;
  /** Advisories, and names of packages that bring theirs along. */
  readonly via: readonly (string | { readonly title: string })[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
