import { createHmac, timingSafeEqual } from 'node:crypto';

/** The name that known_hosts files know a host by: lower case, in brackets with its port when that is not 22. */
export function knownHostName(name: string, port: number): string {
  const lower = name.toLowerCase();
  return port === 22 ? lower : `[${lower}]:${port}`;
}

/** Whether the names of a known_hosts line mean this host: hashed, or patterns of which none excludes it. */
export function namesMatch(names: string, host: string): boolean {
  if (names.startsWith('|')) return hashMatches(names, host);
  let matched = false;
  for (const pattern of names.split(',')) {
    const negated = pattern.startsWith('!');
    if (!wildcardMatches((negated ? pattern.slice(1) : pattern).toLowerCase(), host)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

/** `|1|salt|HMAC-SHA1 of the name|`, as `HashKnownHosts` and `ssh-keygen -H` write it. */
export function hashName(host: string, salt: Buffer): string {
  const hash = createHmac('sha1', salt).update(host).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}

function hashMatches(names: string, host: string): boolean {
  const [, version, salt, hash, ...rest] = names.split('|');
  if (version !== '1' || salt === undefined || hash === undefined || rest.length > 0) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(host).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `*` and `?` only. Two pointers instead of a regular expression, so that no pattern of a file takes exponential time. */
function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
