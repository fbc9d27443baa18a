import { createHash } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/** What paths of the configuration may refer to besides the host. */
export interface Surroundings {
  readonly home: string;
  readonly user: string;
  readonly uid: number;
  readonly localHost: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Tokens {
  readonly target: string;
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  readonly hostKeyAlias?: string;
}

/**
 * The home folder comes from the account, not from HOME: OpenSSH does not look at HOME either. A process whose user number
 * has no account, as containers have it, makes do with the environment.
 */
export function surroundingsOf(environment: Readonly<Record<string, string | undefined>>): Surroundings {
  const { homedir, username, uid } = accountOf(environment);
  return {
    home: homedir,
    user: username,
    uid,
    localHost: hostname(),
    platform: process.platform,
    environment,
  };
}

function accountOf({ HOME = '/', USER = '' }: Readonly<Record<string, string | undefined>>): {
  readonly homedir: string;
  readonly username: string;
  readonly uid: number;
} {
  try {
    return userInfo();
  } catch {
    return { homedir: HOME, username: USER, uid: process.getuid?.() ?? -1 };
  }
}

/** `~`, `%` tokens (ssh_config(5) "TOKENS") and `${NAME}`. What is not known stays as it is, so that no such file is found. */
export function expand(value: string, tokens: Tokens, surroundings: Surroundings): string {
  const { home, user, uid, localHost, environment } = surroundings;
  const { target, hostName, port } = tokens;
  const known: Readonly<Record<string, string>> = {
    '%': '%',
    d: home,
    h: hostName,
    i: String(uid),
    k: tokens.hostKeyAlias ?? target,
    l: localHost,
    L: localHost.split('.')[0] ?? localHost,
    n: target,
    p: String(port),
    r: tokens.user,
    u: user,
    C: createHash('sha1').update(`${localHost}${hostName}${port}${tokens.user}`).digest('hex'),
  };
  return value
    .replace(/^~(?=\/|$)/, () => home)
    .replace(/%(.)/g, (whole, letter: string) => known[letter] ?? whole)
    .replace(/\$\{(\w+)\}/g, (whole, name: string) => environment[name] ?? whole);
}
