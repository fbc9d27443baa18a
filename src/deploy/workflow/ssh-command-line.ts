import type { SshTarget } from '../../model/index.js';
import type { Whereabouts } from './reach-host.js';

/** Words for the person's own `ssh` to log in to a host the way that KVMNet does: the same configuration, the same jumps. */
export function sshCommandLine(
  { ssh, via }: Pick<Whereabouts, 'ssh' | 'via'>,
  configFile?: string,
): readonly string[] {
  return [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...(via.length === 0 ? [] : ['-J', via.map(jump).join(',')]),
    ...(ssh.port === undefined ? [] : ['-p', String(ssh.port)]),
    // A name is text: one that begins with a hyphen is no option.
    '--',
    login(ssh, ssh.name),
  ];
}

const login = ({ user }: SshTarget, name: string): string => (user === undefined ? name : `${user}@${name}`);

/** `[user@]host[:port]`, as `-J` takes them (ssh(1)); addresses of IPv6 in brackets. */
function jump(target: SshTarget): string {
  const name = target.name.includes(':') ? `[${target.name}]` : target.name;
  return `${login(target, name)}${target.port === undefined ? '' : `:${target.port}`}`;
}
