import type { SshTarget } from '../../model/index.js';
import type { AuthenticationMethod, Directives, SshConfiguration } from './configuration.js';
import { expand, type Surroundings } from './expand-tokens.js';
import { HOST_KEY_ALGORITHMS } from './host-key.js';
import { parseJumpHosts } from './jump-hosts.js';

/** The files that OpenSSH tries without IdentityFile and whose types can be used here; FIDO keys come through the agent. */
const DEFAULT_IDENTITIES = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'];
const METHODS: readonly AuthenticationMethod[] = ['publickey', 'keyboard-interactive', 'password'];

/** From directives, wherever they were read, to what they mean for this host. */
export function interpretDirectives(
  directives: Directives,
  target: SshTarget,
  surroundings: Surroundings,
): SshConfiguration {
  const one = (name: string): string | undefined => {
    const value = directives.get(name)?.[0];
    return value === undefined || value === '' || value.toLowerCase() === 'none' ? undefined : value;
  };
  const yes = (name: string, fallback: boolean): boolean => {
    const value = one(name)?.toLowerCase();
    return value === undefined ? fallback : value === 'yes' || value === 'true';
  };
  const user = target.user ?? one('user') ?? surroundings.user;
  const port = target.port ?? Number(one('port') ?? 22);
  const plain = { target: target.name, hostName: target.name, user, port };
  const hostName = expand(one('hostname') ?? target.name, plain, surroundings);
  const hostKeyAlias = one('hostkeyalias');
  const tokens = { ...plain, hostName, ...(hostKeyAlias !== undefined && { hostKeyAlias }) };
  const path = (value: string): string => expand(value, tokens, surroundings);
  const files = (name: string, fallback: readonly string[]): readonly string[] => {
    const values = (directives.get(name) ?? fallback).flatMap(splitPaths);
    return values.filter((value) => value.toLowerCase() !== 'none').map(path);
  };

  const agent = directives.get('identityagent')?.[0];
  const identityAgent = agentOf(agent, surroundings);
  const timeout = Number(one('connecttimeout'));
  const preferred = one('preferredauthentications')?.split(',') ?? METHODS;
  const strict = one('stricthostkeychecking')?.toLowerCase();
  const family = one('addressfamily')?.toLowerCase();
  const algorithms = one('hostkeyalgorithms')?.split(',');
  const offered = algorithms?.flatMap((name) => HOST_KEY_ALGORITHMS.filter((known) => known === name)) ?? [];
  const proxyCommand = one('proxycommand');
  const bindAddress = one('bindaddress');
  const revoked = one('revokedhostkeys');
  const enabled: Record<AuthenticationMethod, boolean> = {
    // Besides yes and no it can be `unbound` and `host-bound`.
    publickey: !['no', 'false'].includes(one('pubkeyauthentication')?.toLowerCase() ?? 'yes'),
    'keyboard-interactive': yes('kbdinteractiveauthentication', yes('challengeresponseauthentication', true)),
    password: yes('passwordauthentication', true),
  };

  return {
    ...tokens,
    proxyJump: parseJumpHosts(one('proxyjump') ?? ''),
    ...(proxyCommand !== undefined && { proxyCommand }),
    identityFiles: (directives.get('identityfile') ?? DEFAULT_IDENTITIES.map((name) => `~/.ssh/${name}`))
      .filter((value) => value.toLowerCase() !== 'none')
      .map(path),
    identitiesOnly: yes('identitiesonly', false),
    ...(identityAgent !== undefined && { identityAgent: path(identityAgent) }),
    userKnownHostsFiles: files('userknownhostsfile', ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
    globalKnownHostsFiles: files('globalknownhostsfile', [
      '/etc/ssh/ssh_known_hosts',
      '/etc/ssh/ssh_known_hosts2',
    ]),
    ...(revoked !== undefined && { revokedHostKeys: path(revoked) }),
    strictHostKeyChecking:
      strict === 'accept-new' ? 'accept-new' : strict === 'yes' || strict === 'true' ? 'yes' : 'ask',
    hashKnownHosts: yes('hashknownhosts', false),
    hostKeyAlgorithms: offered.length > 0 ? offered : HOST_KEY_ALGORITHMS,
    ...(timeout > 0 && { connectTimeout: timeout * 1000 }),
    addressFamily: family === 'inet' ? 4 : family === 'inet6' ? 6 : 0,
    ...(bindAddress !== undefined && { bindAddress }),
    batchMode: yes('batchmode', false),
    methods: preferred.flatMap((name) => METHODS.filter((method) => method === name && enabled[method])),
    numberOfPasswordPrompts: Number(one('numberofpasswordprompts') ?? 3),
  };
}

/** IdentityAgent: `none`, `SSH_AUTH_SOCK`, `$NAME` or a path; without it the environment says. */
function agentOf(value: string | undefined, { environment, platform }: Surroundings): string | undefined {
  if (value?.toLowerCase() === 'none') return undefined;
  const byEnvironment = environment.SSH_AUTH_SOCK;
  const socket =
    value === undefined || value === 'SSH_AUTH_SOCK'
      ? byEnvironment
      : /^\$\w+$/.test(value)
        ? environment[value.slice(1)]
        : value;
  if (socket !== undefined && socket !== '') return socket;
  return platform === 'win32' && value === undefined ? '\\\\.\\pipe\\openssh-ssh-agent' : undefined;
}

/**
 * `ssh -G` writes the paths of a list with single spaces between them and without quotes. A part that does not begin as an
 * absolute or home path belongs to the one before it: `/home/a b/known_hosts`.
 */
function splitPaths(list: string): readonly string[] {
  return list.split(' ').reduce<readonly string[]>((paths, part) => {
    const last = paths.at(-1);
    const begins = /^(?:[/~%$]|[A-Za-z]:[\\/]|none$)/i.test(part);
    return last === undefined || begins ? [...paths, part] : [...paths.slice(0, -1), `${last} ${part}`];
  }, []);
}
