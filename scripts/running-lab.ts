import { join } from 'node:path';
import { repositoryRoot } from './repository.js';
import { runCommand } from './run-command.js';

/** The lab of `npm run lab`, asked through its command line as a person would. */
export interface RunningLab {
  /** OpenSSH client configuration that knows its hosts. */
  readonly sshConfigFile: string;
  readonly hosts: readonly string[];
}

export async function findRunningLab(): Promise<RunningLab | undefined> {
  const status = await runCommand([...labCommand, 'status', '--json'], { cwd: repositoryRoot });
  if (status.code !== 0) return undefined;
  return asRunningLab(JSON.parse(status.output));
}

/** The command line of the lab, without npm's own lines around it. */
export const labCommand = [
  process.execPath,
  '--import',
  'tsx',
  join(repositoryRoot, 'lab/main.ts'),
] as const satisfies readonly string[];

function asRunningLab(status: unknown): RunningLab | undefined {
  if (typeof status !== 'object' || status === null) return undefined;
  if (!('sshConfigFile' in status && 'hosts' in status)) return undefined;
  const { sshConfigFile, hosts } = status;
  if (typeof sshConfigFile !== 'string' || !Array.isArray(hosts)) return undefined;
  const names = hosts.map((host: unknown) =>
    typeof host === 'object' && host !== null && 'name' in host ? String(host.name) : '?',
  );
  return { sshConfigFile, hosts: names };
}
