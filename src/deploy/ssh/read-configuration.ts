import { execFile } from 'node:child_process';
import type { SshTarget } from '../../model/index.js';
import { failure, success, type Result } from '../failure.js';
import type { Directives, SshConfiguration } from './configuration.js';
import type { ConnectOptions } from './connect-options.js';
import { surroundingsOf } from './expand-tokens.js';
import { interpretDirectives } from './interpret-directives.js';
import { parseConfiguration } from './parse-configuration.js';

/** Names that no option of ssh and no shell of a `Match exec` can take for something else. */
const SAFE_NAME = /^(?!-)[A-Za-z0-9_.:%-]+$/;
const SAFE_USER = /^(?!-)[A-Za-z0-9_.@+%\\$-]*[A-Za-z0-9_.@+%$-]$/;

/** What the person's own OpenSSH would use for this host: asked of `ssh -G` where it may run, or else read from the files. */
export async function readConfiguration(
  target: SshTarget,
  options: Pick<ConnectOptions, 'trusted' | 'configFile' | 'environment'>,
): Promise<Result<SshConfiguration>> {
  if (!SAFE_NAME.test(target.name) || (target.user !== undefined && !SAFE_USER.test(target.user)))
    return failure(
      'ssh-target-invalid',
      `${JSON.stringify(target.name)} is not a name that SSH can be asked to reach.`,
      'Write a host name or an address, without blanks and special characters.',
    );
  const surroundings = surroundingsOf(options.environment ?? process.env);
  const directives = options.trusted ? await askOpenSsh(target, options) : success(undefined);
  if (!directives.ok) return directives;
  return success(
    interpretDirectives(
      directives.value ?? (await parseConfiguration(target, options.configFile, surroundings)),
      target,
      surroundings,
    ),
  );
}

/** @returns no directives when there is no OpenSSH */
async function askOpenSsh(
  target: SshTarget,
  { configFile, environment }: Pick<ConnectOptions, 'configFile' | 'environment'>,
): Promise<Result<Directives | undefined>> {
  const argv = [
    ...(configFile !== undefined ? ['-F', configFile] : []),
    ...(target.user !== undefined ? ['-l', target.user] : []),
    ...(target.port !== undefined ? ['-p', String(target.port)] : []),
    '-G',
    '--',
    target.name,
  ];
  return await new Promise((resolve) => {
    const child = execFile(
      'ssh',
      argv,
      { env: { ...(environment ?? process.env) }, timeout: 20_000, maxBuffer: 1 << 20 },
      (error, stdout, stderr) => {
        if (!error) resolve(success(directivesOf(stdout)));
        else if (error.code === 'ENOENT') resolve(success(undefined));
        else
          resolve(
            failure(
              'ssh-configuration-invalid',
              `OpenSSH does not accept its configuration for ${target.name}.`,
              `Run "ssh -G ${target.name}" and mend the line that it names.`,
              stderr.trim(),
            ),
          );
      },
    );
    child.stdin?.end();
  });
}

function directivesOf(text: string): Directives {
  const directives = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const name = line.slice(0, space).toLowerCase();
    directives.set(name, [...(directives.get(name) ?? []), line.slice(space + 1)]);
  }
  return directives;
}
